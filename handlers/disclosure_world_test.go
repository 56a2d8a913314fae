package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
)

// spot is where and when an answer counts.
type spot struct {
	unit string
	year int
}

// respondent is a parent of whom a test knows everything.
type respondent struct {
	heap   int // which of the heaps
	values map[string]string
	counts map[string]spot // of questions whose answers count, by question
	opened spot            // of the box; none while it is sealed
}

// heap are parents who answered the same version in the same unit between two
// looks at the boxes: whatever counts, counts for all of them who answered.
type heap struct {
	survey  string
	version int
	unit    string
	way     survey.Way
	k       int // that they were promised
	parents []int
}

// district is a house with a tree of units, two surveys of which one has two
// versions, and parents. The numbers of parents are the columns of all sums.
type district struct {
	*house
	dice     *rand.Rand
	k, least int // now, and the lowest there was
	year     int
	surveys  map[string][]*survey.Survey // all versions, by id
	parents  []*respondent
	heaps    []heap
	tally    map[string]int // as it was at the last look, by line
	raised   bool           // k was, at some time
	long     bool           // there is time for more: the seed is one of a campaign
}

// surveyIDs are in a fixed order.
var surveyIDs = []string{"kort", "fft"}

func newDistrict(t *testing.T, seed uint64, k int) *district {
	t.Helper()
	d := &district{
		house: newHouse(t), dice: rand.New(rand.NewPCG(seed, 17)), //nolint:gosec // a test
		k: survey.UsualK, least: k, year: 2024, long: seed > 100, surveys: map[string][]*survey.Survey{}, tally: map[string]int{},
	}
	d.setK(k)
	d.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	fft, err := d.store.Publish(t.Context(), templates["fft"])
	if err != nil {
		t.Fatal(err)
	}
	d.surveys["kort"], d.surveys["fft"] = []*survey.Survey{d.survey}, []*survey.Survey{fft}
	for i, id := range []string{"b", "c", "d"} {
		parents := []string{"m", "m", "a", "b", "c"}[:3+i]
		if _, err := d.store.AddUnit(t.Context(), survey.Unit{ID: id, Name: "Team " + id, Parent: parents[d.dice.IntN(len(parents))]}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *district) setK(k int) {
	d.raised = d.raised || k > d.k && len(d.heaps) > 0
	d.k, d.least = k, min(d.least, k)
	d.set(func(s *survey.Settings) {
		s.K, s.KReason = k, ""
		if k < survey.UsualK {
			s.KReason = "kleine teams"
		}
	})
}

func (d *district) tree() survey.Units {
	d.t.Helper()
	tree, err := d.store.Units(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return tree
}

func (d *district) units() (ids []string) {
	for _, u := range d.tree() {
		ids = append(ids, u.ID)
	}
	return ids
}

func (d *district) newest(id string) *survey.Survey { return d.surveys[id][len(d.surveys[id])-1] }

// asksAnew publishes a second version, with another scale for what helped.
func (d *district) asksAnew() {
	d.t.Helper()
	next := *d.survey
	next.Version, next.Questions = 0, slices.Clone(next.Questions)
	i := slices.IndexFunc(next.Questions, func(q survey.Question) bool { return q.ID == otherScale })
	q := &next.Questions[i]
	q.Options = slices.Delete(slices.Clone(q.Options), 3, 4)
	s, err := d.store.Publish(d.t.Context(), &next)
	if err != nil {
		d.t.Fatal(err)
	}
	d.surveys["kort"] = append(d.surveys["kort"], s)
}

// otherScale is the question that the second version asks otherwise.
const otherScale = "helped"

// compared are the versions whose answers to a question count where version is the
// newest that was answered.
func compared(question string, version int) func(int) bool {
	return func(v int) bool { return question != otherScale || v == version }
}

// writes is what a parent of a number writes to a question; the number in them is
// twice the parent's, and one more for what could be better.
func writes(parent int, question string, dice *rand.Rand) string {
	token := 2 * (parent + 1000)
	if question == "better" {
		token++
	}
	return fmt.Sprintf([]string{
		"Ik vond de wachttijd van %d weken erg lang.", "In kamer %d was het steeds koud.", "Wij zijn %d keer gezien.",
	}[dice.IntN(3)], token)
}

var written = regexp.MustCompile(`(?:wachttijd van|kamer|zijn) (\d{4,5}) (?:weken|was|keer)`)

// tags stand within the words that a theme was found by.
var tags = regexp.MustCompile(`<[^>]*>`)

// tokens are the numbers of comments that stand in a text.
func tokens(text string) (list []int) {
	for _, m := range written.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1]) //nolint:errcheck // digits
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// author is who wrote the comment of a number.
func author(token int) int { return token/2 - 1000 }

// answers lets n parents of a unit answer, each most questions or few.
func (d *district) answers(id, unit string, way survey.Way, n int) {
	d.t.Helper()
	s := d.newest(id)
	size := n
	if way == survey.ByPoster {
		size = 1
	}
	_, codes, err := d.store.Print(d.t.Context(), survey.Batch{Survey: id, Unit: unit, Way: way, Size: size})
	if err != nil {
		d.t.Fatal(err)
	}
	at := slices.IndexFunc(d.heaps, func(h heap) bool {
		return h.survey == id && h.version == s.Version && h.unit == unit && h.way == way && h.k == d.k && !slices.ContainsFunc(h.parents, func(i int) bool { return d.parents[i].opened != spot{} })
	})
	if at < 0 {
		at = len(d.heaps)
		d.heaps = append(d.heaps, heap{survey: id, version: s.Version, unit: unit, way: way, k: d.k})
	}
	chatty := d.dice.IntN(3) // of how many questions this heap skips few
	for i := range n {
		p := &respondent{heap: at, values: map[string]string{}, counts: map[string]spot{}}
		me := len(d.parents)
		for j, q := range s.Questions {
			if j > 0 && d.dice.IntN(8) < j-2*chatty {
				continue
			}
			if q.Kind == survey.Open {
				p.values[q.ID] = writes(me, q.ID, d.dice)
				continue
			}
			values := q.Values()
			p.values[q.ID] = values[d.dice.IntN(len(values))]
			if q.Kind == survey.Mark && d.dice.IntN(10) > 0 {
				p.values[q.ID] = strconv.Itoa(5 + d.dice.IntN(5))
			}
		}
		answers := survey.Answers{}
		for q, v := range p.values {
			answers[q] = []string{v}
		}
		code := codes[0]
		if way == survey.ByCard {
			code = codes[i]
		}
		r := survey.Response{Survey: id, Version: s.Version, Lang: "nl", Answers: answers}
		if err := d.store.Drop(d.t.Context(), store.Submission{Code: code, Token: fmt.Sprint("tap", me), Response: r}); err != nil {
			d.t.Fatal(err)
		}
		d.heaps[at].parents = append(d.heaps[at].parents, me)
		d.parents = append(d.parents, p)
	}
}

// publishes tries to publish a report, and reports whether it was.
func (d *district) publishes(unit string, year int, id string, choice survey.Choice) bool {
	d.t.Helper()
	editions, err := d.store.Editions(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	reason := ""
	for _, e := range editions {
		if e.Unit == unit && e.Year == year && e.Survey == id {
			reason = "er kwamen antwoorden bij"
		}
	}
	_, err = NewReports(d.store).Publish(d.t.Context(), "", unit, year, id, choice, reason)
	var refused *survey.Error
	if err != nil && !errors.As(err, &refused) {
		d.t.Fatal(err)
	}
	return err == nil
}

// corrects lets somebody say of a few comments that they are about a theme, or
// are not.
func (d *district) corrects(unit, theme string) {
	d.t.Helper()
	r, err := d.store.Results(d.t.Context(), "kort", unit, d.year)
	if err != nil {
		d.t.Fatal(err)
	}
	slices.SortFunc(r.Comments, func(a, b survey.Comment) int { return cmp.Compare(a.Text, b.Text) })
	for _, c := range r.Comments {
		if yes := d.dice.IntN(2) == 0; d.dice.IntN(12) == 0 {
			err := d.store.Label(d.t.Context(), "", store.Scope{Unit: unit, Year: d.year, Survey: "kort"}, c.ID, theme, &yes)
			if err != nil {
				d.t.Fatal(err)
			}
		}
	}
}

// about are the numbers of the comments about a theme, as its pages show them.
func (c *client) about(unit string, year int, id, theme string) (list []int) {
	c.t.Helper()
	for page := 1; ; page++ {
		r := c.Get(fmt.Sprintf("/staff/themes/%s/%d/%s/%s?page=%d", unit, year, id, theme, page))
		if r.StatusCode != http.StatusOK {
			c.t.Fatalf("%s of %s: %d", theme, unit, r.StatusCode)
		}
		more := tokens(tags.ReplaceAllString(r.body, ""))
		n := len(list)
		for _, token := range more {
			if !slices.Contains(list, token) {
				list = append(list, token)
			}
		}
		if len(list) == n {
			return list
		}
	}
}

// opinions are those of parents who count in figures about a question, by the words
// of the version that each of them answered.
func (d *district) opinions(question string, parents flock) (with flock) {
	for i, p := range d.parents {
		if !parents.has(i) {
			continue
		}
		h := d.heaps[p.heap]
		q, _ := d.surveys[h.survey][h.version-1].Question(question)
		v := p.values[question]
		if q.Opinions([]survey.Count{{Question: question, Value: survey.Answered, N: 1}, {Question: question, Value: v, N: 1}}) > 0 {
			with = with.with(i)
		}
	}
	return with
}
