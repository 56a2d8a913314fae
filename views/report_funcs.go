package views

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// reportFuncs are what the templates of reports call besides the common
// functions, bound to one language. Each speaks with a voice of its own, so
// that readers share nothing.
func (v *Views) reportFuncs(lang string) template.FuncMap {
	labels := v.texts.maskLabels()
	say := func(f func(o *voice) string) (string, error) {
		o := &voice{texts: v.texts, lang: lang}
		s := f(o)
		return s, o.err
	}
	return template.FuncMap{
		"fieldProblem": func(err error) (string, error) { return v.texts.fieldProblem(lang, err) },
		"moment":       func(m time.Time) string { return Moment(lang, m) },
		"said":         func(what string) (string, error) { return v.texts.said(lang, what) },
		"exact":        func() int { return stats.Exact },
		"sheet":        v.assets.sheet,
		"masked":       func(comment string) []Piece { return masked(comment, labels) },
		"found":        func(c CommentItem) []foundPiece { return cutAt(masked(c.Text, labels), c.Hits) },
		// highlighted is a piece of a comment with what was found in it.
		"highlighted": func(text string, hits []survey.Span) []foundPiece { return highlight(masked(text, labels), hits) },
		"signed":      func(x float64) string { return signed(lang, x, 1) },
		"signedWhole": func(x float64) string { return signed(lang, x, 0) },
		"places":      func() []stats.Place { return []stats.Place{stats.Celebrate, stats.Improve, stats.Watch} },
		"reasons":     func() []survey.Reason { return survey.Reasons },
		"share":       func(s stats.Share) (string, error) { return say(func(o *voice) string { return o.share(s) }) },
		"percent":     func(x float64) (string, error) { return say(func(o *voice) string { return o.percent(x) }) },
		"mark": func(p stats.Precision, x float64) (string, error) {
			return say(func(o *voice) string { return o.mark(p, x) })
		},
		"monitorLines": func(m *Monitor) ([]monitorLine, error) {
			o := &voice{texts: v.texts, lang: lang}
			lines := o.monitorLines(m)
			return lines, o.err
		},
		"otherLines": func(m *Monitor) ([]monitorLine, error) {
			o := &voice{texts: v.texts, lang: lang}
			lines := o.otherLines(m)
			return lines, o.err
		},
		"document": func(r Report) (document.Document, error) {
			d, err := v.Document(lang, r)
			if r.Pictures != "" {
				d = pictured(d, r.Pictures)
			}
			return d, err
		},
		"sections": sections,
		"draw":     func(p document.Plot) drawing { return draw(lang, p) },
	}
}

// maskLabels returns every word that can stand for something masked: a comment
// was masked in its writer's language, not its reader's. What a person took out
// has the same sign in all.
func (t *Texts) maskLabels() map[string]bool {
	labels := map[string]bool{strings.Trim(survey.Omitted, "[]"): true}
	for key := range t.keys {
		if !strings.HasPrefix(key, "mask.") {
			continue
		}
		for _, lang := range t.languages {
			if label, err := t.Say(lang, key, nil); err == nil {
				labels[label] = true
			}
		}
	}
	return labels
}

// sheet returns a style sheet to stand in a page itself.
func (a *Assets) sheet(name string) (template.CSS, error) {
	asset, ok := a.byName[a.names[name]]
	if !ok {
		return "", fmt.Errorf("asset %s: no such file", name)
	}
	return template.CSS(asset.Raw), nil //nolint:gosec // our own file, embedded
}
