// Package demo fills a store with made-up answers, so that the program can be
// seen at work: two municipalities with four teams, three years, of which two
// were closed. Nobody in it exists and no figure in it was measured.
package demo

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/survey/redact"
)

//go:embed comments.json town.json
var files embed.FS

// Options say how much is made up.
type Options struct {
	Answers int    // in three years together
	Seed    uint64 // the same seed gives the same answers
	Year    int    // the year that is not closed yet
	// Label is the word that stands for what is masked.
	Label func(redact.Tag) string
	// Progress is called after each answer; may be nil.
	Progress func(done, of int)
}

// Survey is the survey that is answered; Town is the unit with most to show,
// and Unit a team in it.
const (
	Survey = "veiligheid"
	Town   = "voorbeeldstad"
	Unit   = "voorbeeldstad-noord"
)

// town is what the made-up organisation looks like.
type town struct {
	Units []struct {
		survey.Unit
		// Share of all answers that come from this unit; Few is a fixed number
		// a year instead, for a team so small that nothing may be shown.
		Share float64 `json:"share"`
		Few   int     `json:"few"`
		// Mood is how content parents are, in standard deviations, per year.
		Mood []float64 `json:"mood"`
		// Coaches give out cards; none makes the answers come by poster.
		Coaches []string `json:"coaches"`
		// Returned is the share of the cards that were handed out and used.
		Returned float64 `json:"returned"`
	} `json:"units"`
	Figures  []survey.KeyFigure `json:"keyFigures"` // Year counts back from Options.Year
	Measures []survey.Measure   `json:"measures"`
	// Forewords stand in what a unit publishes, by its id.
	Forewords map[string]string `json:"forewords"`
}

// Foreword returns what stands first in what a unit publishes.
func Foreword(unit string) (string, error) {
	data, err := files.ReadFile("town.json")
	if err != nil {
		return "", err
	}
	var t town
	err = json.Unmarshal(data, &t)
	return t.Forewords[unit], err
}

// filler makes up one store's answers.
type filler struct {
	Options
	st       *store.Store
	dice     *rand.Rand
	survey   *survey.Survey
	comments bank
	town     town
	done, of int
}

const years = 3

// Fill publishes the survey, makes the units, and lets made-up parents answer
// by card and by poster, all on the way a real answer goes. The first two years
// are closed; what came in the last still waits in its boxes.
func Fill(ctx context.Context, st *store.Store, o Options) error {
	f := &filler{Options: o, st: st, dice: rand.New(rand.NewPCG(o.Seed, 1))} //nolint:gosec // made-up answers
	if err := f.load(ctx); err != nil {
		return err
	}
	for back := years - 1; back >= 0; back-- {
		if err := f.year(ctx, back); err != nil {
			return err
		}
		if back == 0 {
			break
		}
		if _, err := st.CloseYear(ctx, o.Year-back); err != nil {
			return err
		}
	}
	return st.CountWaiting(ctx, o.Year)
}

// load reads what is made up and keeps what does not depend on a year.
func (f *filler) load(ctx context.Context) error {
	for name, into := range map[string]any{"comments.json": &f.comments, "town.json": &f.town} {
		data, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(data, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	templates, err := survey.Templates()
	if err != nil {
		return err
	}
	if f.survey, err = f.st.Publish(ctx, templates[Survey]); err != nil {
		return err
	}
	for _, u := range f.town.Units {
		if _, err := f.st.AddUnit(ctx, u.Unit); err != nil {
			return err
		}
		f.of += u.Few * years
	}
	f.of = max(f.Answers, f.of)
	for _, k := range f.town.Figures {
		k.Year += f.Year
		if err := f.st.SaveKeyFigure(ctx, k); err != nil {
			return err
		}
	}
	for _, m := range f.town.Measures {
		m.Year += f.Year
		if m.Due != "" { // written as MM-DD of the year after
			m.Due = fmt.Sprintf("%d-%s", m.Year+1, m.Due)
		}
		if err := f.st.SaveMeasure(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// year lets every unit's parents answer in the year that lies back years before
// the last.
func (f *filler) year(ctx context.Context, back int) error {
	f.comments.shuffle(f.dice)
	for _, u := range f.town.Units {
		n := u.Few
		if n == 0 {
			growth := 1 + 0.06*float64(years-2-back) // a little more every year
			n = int(math.Round(float64(f.Answers) / years * u.Share * growth))
		}
		if n == 0 {
			continue
		}
		mood := u.Mood[years-1-back]
		if len(u.Coaches) == 0 {
			if err := f.poster(ctx, u.ID, n, mood); err != nil {
				return err
			}
			continue
		}
		if err := f.cards(ctx, u.ID, u.Coaches, n, u.Returned, back, mood); err != nil {
			return err
		}
	}
	return nil
}

// cards prints a stack for every coach, hands some out and answers with n.
func (f *filler) cards(ctx context.Context, unit string, coaches []string, n int, returned float64, back int, mood float64) error {
	for i, coach := range coaches {
		used := n / len(coaches)
		if i < n%len(coaches) {
			used++
		}
		if used == 0 {
			continue
		}
		handed := int(math.Ceil(float64(used) / returned))
		b, codes, err := f.st.Print(ctx, survey.Batch{
			Survey: Survey, Unit: unit, Way: survey.ByCard, Size: handed + 4, Hand: coach, // a few stay in the drawer
		})
		if err != nil {
			return err
		}
		if err := f.st.HandOut(ctx, b.ID, f.Year-back, handed); err != nil {
			return err
		}
		for _, code := range codes[:used] {
			if err := f.drop(ctx, store.Submission{Code: code}, mood); err != nil {
				return err
			}
		}
	}
	return nil
}

// poster hangs up one shared code and answers with it n times.
func (f *filler) poster(ctx context.Context, unit string, n int, mood float64) error {
	_, codes, err := f.st.Print(ctx, survey.Batch{Survey: Survey, Unit: unit, Way: survey.ByPoster, Size: 1})
	if err != nil {
		return err
	}
	for i := range n {
		sub := store.Submission{Code: codes[0], Token: fmt.Sprint(i)}
		if err := f.drop(ctx, sub, mood); err != nil {
			return err
		}
	}
	return nil
}

// drop answers once.
func (f *filler) drop(ctx context.Context, sub store.Submission, mood float64) error {
	answers, lang := f.answers(mood)
	sub.Response = survey.Response{Survey: Survey, Version: f.survey.Version, Lang: lang, Answers: answers}
	if err := f.st.Drop(ctx, sub); err != nil {
		return err
	}
	f.done++
	if f.Progress != nil {
		f.Progress(f.done, max(f.of, f.done))
	}
	return nil
}

// answers makes up one parent, content by a normal draw around mood, whose
// answers all follow from that with some noise. What it wrote decides in which
// language it read the survey.
func (f *filler) answers(mood float64) (a survey.Answers, lang string) {
	a = survey.Answers{}
	content := mood + f.dice.NormFloat64()
	mark := 0
	for _, q := range f.survey.Questions {
		const skips, unknown = 0.03, 0.05
		switch roll := f.dice.Float64(); {
		case q.Kind == survey.Open:
			var text string
			if text, lang = f.comments.draw(f.dice, q.ID, mark, lang); text != "" {
				a[q.ID] = []string{redact.Mask(text, redact.Find(text), f.Label)}
			}
		case roll < skips:
		case q.Kind == survey.Mark:
			mark = int(math.Round(min(survey.Highest, max(survey.Lowest, 7.2+1.5*content))))
			a[q.ID] = []string{fmt.Sprint(mark)}
		case roll < skips+unknown:
			i := slices.IndexFunc(q.Options, func(o survey.Option) bool { return o.Side == survey.Unknown })
			a[q.ID] = []string{q.Options[i].ID}
		default:
			a[q.ID] = []string{f.choose(q, content)}
		}
	}
	return a, cmp.Or(lang, dutch)
}

// choose picks an option: they stand from best to worst.
func (f *filler) choose(q survey.Question, content float64) string {
	var options []string
	for _, o := range q.Options {
		if o.Side != survey.Unknown {
			options = append(options, o.ID)
		}
	}
	const spread = 0.8 // of what a question asks around how content a parent is
	at := 0.4 - 0.28*(content+spread*f.dice.NormFloat64())
	i := int(at * float64(len(options)) * 0.8)
	return options[min(len(options)-1, max(0, i))]
}
