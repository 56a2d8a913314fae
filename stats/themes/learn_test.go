package themes

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// smallBook has three themes, the second of which it hardly finds.
var smallBook = &Codebook{Themes: []Theme{
	{ID: "wait", Patterns: map[string][]string{"": {"wacht*", "te lang"}}},
	{ID: "listen", Patterns: map[string][]string{"": {"gehoord voelen"}}},
	{ID: "clear", Patterns: map[string][]string{"": {"uitleg*", "duidelijk"}}},
}}

// spoken are ways to speak of each theme of smallBook; the codebook knows the
// first of "wait" and "clear" alone.
var spoken = [][]string{
	{"we moesten wachten", "het duurde maanden voordat er iemand kwam", "er kwam weken geen plek vrij"},
	{"ik voelde mij serieus genomen", "zij luisterde echt naar ons", "er was oor voor ons verhaal"},
	{"de uitleg was goed te volgen", "alles werd helder verteld", "we snapten elke stap"},
}

// lessons makes n complete examples, each about one theme or two.
func lessons(n int) []Example {
	random := rand.New(rand.NewPCG(5, 6))
	list := make([]Example, n)
	for i := range list {
		var parts []string
		e := Example{Complete: true}
		for _, theme := range random.Perm(len(spoken))[:1+random.IntN(2)] {
			parts = append(parts, spoken[theme][random.IntN(len(spoken[theme]))])
			e.Labels = append(e.Labels, survey.Label{Theme: smallBook.Themes[theme].ID, Yes: true})
		}
		e.Comment = Comment{ID: fmt.Sprint("c", i), Lang: "nl", Text: strings.Join(parts, " en ") + ", zei iemand uit groep " + fmt.Sprint(random.IntN(20)) + "."}
		list[i] = e
	}
	return list
}

func themesIn(c Coding) []string {
	var list []string
	for _, m := range c.Mentions {
		list = append(list, m.Theme)
	}
	slices.Sort(list)
	return list
}

func TestLearnsWordsThatTheCodebookHasNot(t *testing.T) {
	coder := NewCoder(smallBook)
	taught := coder.Learn(lessons(200))
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Zij luisterde echt naar ons.", []string{"listen"}},
		{"Het duurde maanden voordat er iemand kwam.", []string{"wait"}},
		{"Alles werd helder verteld en er kwam weken geen plek vrij.", []string{"clear", "wait"}},
	} {
		comment := Comment{ID: "x", Lang: "nl", Text: test.text}
		if got := themesIn(taught.Code(comment)); !slices.Equal(got, test.want) {
			t.Errorf("%q: %v, want %v", test.text, got, test.want)
		}
		if got := themesIn(coder.Code(comment)); len(got) != 0 {
			t.Errorf("%q: the codebook alone finds %v", test.text, got)
		}
	}
}

// A theme that the model leaves out is in no clause either, and one that it finds
// without a word of the codebook has no hits.
func TestLearnedMentions(t *testing.T) {
	examples := lessons(200)
	for i := range 60 { // "wacht" here is a room
		examples = append(examples, Example{
			Comment:  Comment{ID: fmt.Sprint("r", i), Lang: "nl", Text: "In de wachtkamer lagen mooie boeken, zei nummer " + fmt.Sprint(i)},
			Complete: true,
		})
	}
	taught := NewCoder(smallBook).Learn(examples)
	got := taught.Code(Comment{ID: "x", Lang: "nl", Text: "In de wachtkamer lagen mooie boeken."})
	if len(got.Mentions) != 0 {
		t.Errorf("found %v", got.Mentions)
	}
	for _, clause := range got.Clauses {
		if len(clause.Themes) != 0 {
			t.Errorf("clause keeps %v", clause.Themes)
		}
	}
	got = taught.Code(Comment{ID: "x", Lang: "nl", Text: "Zij luisterde echt naar ons."})
	if len(got.Mentions) != 1 || got.Mentions[0].Hits != nil || got.Mentions[0].Score <= 0 {
		t.Errorf("found %+v", got.Mentions)
	}
}

// The codebook decides until there is enough to learn from.
func TestTooFewLabels(t *testing.T) {
	coder := NewCoder(smallBook)
	yes := func(i int) Example {
		return Example{
			Comment: Comment{ID: fmt.Sprint("c", i), Lang: "nl", Text: spoken[1][i%3]},
			Labels:  []survey.Label{{Theme: "listen", Yes: true}},
		}
	}
	var few, oneSided []Example
	for i := range leastLabels - 1 {
		few = append(few, yes(i))
	}
	for i := range 50 {
		e := yes(i)
		e.Labels = []survey.Label{{Theme: "listen", Yes: i < leastYes-1}, {Theme: "gone", Yes: true}}
		oneSided = append(oneSided, e)
	}
	for name, examples := range map[string][]Example{"none": nil, "few": few, "few yes": oneSided, "unlabelled": {{Comment: Comment{Text: "ja"}}}} {
		if got := coder.Learn(examples); got != coder {
			t.Errorf("%s: the coder changed", name)
		}
	}
}

// One class only is nothing to learn from by itself, but must not break anything:
// every theme is everywhere.
func TestOneClass(t *testing.T) {
	examples := lessons(40)
	for i := range examples {
		examples[i].Labels = nil
		for _, theme := range smallBook.Themes {
			examples[i].Labels = append(examples[i].Labels, survey.Label{Theme: theme.ID, Yes: true})
		}
	}
	NewCoder(smallBook).Learn(examples).Code(Comment{Text: spoken[0][0]})
	for i := range examples {
		examples[i].Labels = nil
	}
	coder := NewCoder(smallBook)
	if coder.Learn(examples) != coder {
		t.Error("learned from examples about nothing")
	}
}

// Bad texts are read like any others, in learning and afterwards.
func TestLearnFromBadTexts(t *testing.T) {
	bad := []string{"", " ", "😀😀🎉", strings.Repeat("w", 4000), "\xff\xfe", "........", strings.Repeat("wacht ", 2000), "\u200b\u200b"}
	examples := lessons(100)
	for i, text := range bad {
		examples = append(examples, Example{Comment: Comment{ID: fmt.Sprint("bad", i), Text: text}, Complete: true})
	}
	var toned []Toned
	for i, e := range examples {
		toned = append(toned, Toned{e.Comment, sides[i%len(sides)]})
	}
	taught := NewCoder(smallBook).Learn(examples).LearnSentiment(toned)
	for _, text := range bad {
		got := taught.Code(Comment{Text: text})
		for _, m := range got.Mentions {
			if len(m.Hits) == 0 && len(got.Clauses) == 0 {
				t.Errorf("%.20q: %+v", text, m)
			}
		}
	}
}

// The same examples give the same bytes: in any order and on any number of cores.
func TestLearnIsDeterministic(t *testing.T) {
	examples := lessons(150)
	var marked []Marked
	for i, e := range examples {
		marked = append(marked, Marked{e.Comment, 1 + i%10})
	}
	code := func() string {
		taught := NewCoder(smallBook).Learn(examples).LearnTone(marked)
		var list []Coding
		for _, e := range lessons(40) {
			list = append(list, taught.Code(e.Comment))
		}
		raw, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(string(raw), taught.model.weights, taught.model.threshold, taught.sides.weights)
	}
	want := code()
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(examples), func(i, j int) {
		examples[i], examples[j] = examples[j], examples[i]
		marked[i], marked[j] = marked[j], marked[i]
	})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, cores := range []int{1, 7} {
		runtime.GOMAXPROCS(cores)
		if code() != want {
			t.Errorf("on %d cores, in another order: other bytes", cores)
		}
	}
}

// With the labels of who puts right what the machine found, and says nothing of
// the rest, the rest is not taken for a no where the codebook says yes.
func TestPartialLabels(t *testing.T) {
	var examples []Example
	for i, e := range lessons(200) {
		if i%2 == 0 {
			e.Complete = false
			e.Labels = slices.DeleteFunc(e.Labels, func(l survey.Label) bool { return l.Theme == "wait" })
			if len(e.Labels) == 0 {
				continue
			}
		}
		examples = append(examples, e)
	}
	taught := NewCoder(smallBook).Learn(examples)
	for _, text := range []string{"We moesten wachten.", "Er kwam weken geen plek vrij."} {
		if got := themesIn(taught.Code(Comment{Lang: "nl", Text: text})); !slices.Equal(got, []string{"wait"}) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Where every example is about something, every comment is; where some are about
// nothing, not.
func TestAlways(t *testing.T) {
	odd := Comment{Lang: "nl", Text: "Fijn zo, zei iemand."}
	examples := lessons(150)
	if got := themesIn(NewCoder(smallBook).Learn(examples).Code(odd)); len(got) != 1 {
		t.Errorf("found %v, want one theme", got)
	}
	for i := range 50 {
		examples = append(examples, Example{Comment: Comment{ID: fmt.Sprint("n", i), Lang: "nl", Text: "Fijn zo, zei iemand uit groep " + fmt.Sprint(i%20)}, Complete: true})
	}
	if got := themesIn(NewCoder(smallBook).Learn(examples).Code(odd)); len(got) != 0 {
		t.Errorf("found %v, want none", got)
	}
}

func BenchmarkLearn(b *testing.B) {
	coder, examples := NewCoder(smallBook), lessons(500)
	for b.Loop() {
		coder.Learn(examples)
	}
}

func BenchmarkCodeLearned(b *testing.B) {
	examples := lessons(500)
	taught := NewCoder(smallBook).Learn(examples)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		taught.Code(examples[i%len(examples)].Comment)
	}
}
