package views

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Audit is what an audit of an installation found: a page for administrators,
// text for a terminal, and JSON for programs.
type Audit struct {
	Frame
	Day    string // of the audit, 2006-01-02
	Checks []survey.Check
	Drafts []AuditDraft // documents that can be had; none where they cannot
}

// AuditDraft is a document with the kinds of file it can be had as.
type AuditDraft struct {
	Name  string // "dpia" or "accessibility"
	Files []File
}

func (*Audit) page() string { return "audit" }

// Sound reports whether no check failed.
func (a *Audit) Sound() bool { return survey.Sound(a.Checks) }

// Count returns how many checks ended so.
func (a *Audit) Count(s survey.CheckStatus) int {
	n := 0
	for _, c := range a.Checks {
		if c.Status == s {
			n++
		}
	}
	return n
}

// AuditGroup is all checks that ended alike.
type AuditGroup struct {
	Status survey.CheckStatus
	Checks []survey.Check
}

// Open reports whether the group is to be seen at once.
func (g AuditGroup) Open() bool { return g.Status == survey.Failed || g.Status == survey.Warned }

// Groups returns the checks by how they ended, what needs work first.
func (a *Audit) Groups() []AuditGroup {
	var groups []AuditGroup
	for _, s := range []survey.CheckStatus{survey.Failed, survey.Warned, survey.NotChecked, survey.Passed, survey.NotApplicable} {
		if a.Count(s) == 0 {
			continue
		}
		groups = append(groups, AuditGroup{s, slices.DeleteFunc(slices.Clone(a.Checks), func(c survey.Check) bool { return c.Status != s })})
	}
	return groups
}

// checkKey is the key of a sentence about a check.
func checkKey(c survey.Check, what string) string {
	return fmt.Sprintf("audit.check.%s.%s", c.Key, what)
}

// What a check has a sentence for, besides its title.
var checkTexts = []string{"means", "do", "how"}

// summary is what was found in one line.
func (a *Audit) summary(o *voice) string {
	head := o.say("audit.sound")
	if !a.Sound() {
		head = o.say("audit.unsound", "N", a.Count(survey.Failed))
	}
	return head + " " + o.say("audit.counts", "Passed", a.Count(survey.Passed), "Failed", a.Count(survey.Failed),
		"Warned", a.Count(survey.Warned), "Left", a.Count(survey.NotChecked), "Other", a.Count(survey.NotApplicable))
}

// found returns the sentences about what was found.
func (o *voice) found(c survey.Check) []string {
	lines := []string{}
	for _, f := range c.Found {
		s, err := o.texts.Say(o.lang, f.Key, f.Args)
		if err != nil {
			o.err = err
		}
		lines = append(lines, s)
	}
	return lines
}

// AuditText writes what an audit found as text: one line that says it all, then
// what needs work with all there is to say of it, then the rest in short.
func (v *Views) AuditText(w io.Writer, lang string, a *Audit) error {
	o := &voice{texts: v.texts, lang: lang}
	var b strings.Builder
	line := func(indent int, text string) { b.WriteString(wrapped(indent, text)) }
	line(0, a.summary(o))
	line(0, o.say("audit.day", "Day", Date(lang, a.Day)))
	for _, g := range a.Groups() {
		b.WriteString("\n" + strings.ToUpper(o.say("audit.status."+string(g.Status))) + "\n")
		for _, c := range g.Checks {
			const in = 2
			line(in, o.say(checkKey(c, "title"))+" ["+c.Key+"]")
			for _, f := range o.found(c) {
				line(2*in, o.say("audit.seen")+": "+f)
			}
			texts := checkTexts
			if !g.Open() {
				texts = []string{"means", "how"}
			}
			for _, what := range texts {
				line(2*in, o.say("audit."+what)+": "+o.say(checkKey(c, what)))
			}
		}
	}
	if o.err != nil {
		return o.err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// wrapped breaks text into lines for a terminal, further ones a little further in.
func wrapped(indent int, text string) string {
	const width = 100
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
			b.WriteString(strings.Repeat(" ", indent))
			at = indent
		case at+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent+2))
			at = indent + 2
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String() + "\n"
}

// auditJSON is docs/audit.schema.json.
type auditJSON struct {
	Format string         `json:"format"` // always "ouderstem-audit-1"
	Day    string         `json:"day"`
	Lang   string         `json:"lang"`
	Sound  bool           `json:"sound"`
	Counts map[string]int `json:"counts"`
	Checks []checkJSON    `json:"checks"`
}

type checkJSON struct {
	Key    string             `json:"key"`
	Status survey.CheckStatus `json:"status"`
	Title  string             `json:"title"`
	Means  string             `json:"means"`
	Do     string             `json:"do"`
	How    string             `json:"how"`
	Found  []foundJSON        `json:"found"`
}

type foundJSON struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// AuditJSON writes what an audit found for programs, as docs/audit.schema.json
// says. Keys and statuses stay as they are; sentences may change.
func (v *Views) AuditJSON(w io.Writer, lang string, a *Audit) error {
	o := &voice{texts: v.texts, lang: lang}
	j := auditJSON{Format: "ouderstem-audit-1", Day: a.Day, Lang: lang, Sound: a.Sound(), Counts: map[string]int{}}
	for _, s := range survey.CheckStatuses {
		j.Counts[string(s)] = a.Count(s)
	}
	for _, c := range a.Checks {
		found := []foundJSON{}
		for i, text := range o.found(c) {
			found = append(found, foundJSON{strings.TrimPrefix(c.Found[i].Key, "audit.found."), text})
		}
		j.Checks = append(j.Checks, checkJSON{
			c.Key, c.Status, o.say(checkKey(c, "title")), o.say(checkKey(c, "means")), o.say(checkKey(c, "do")), o.say(checkKey(c, "how")), found,
		})
	}
	if o.err != nil {
		return o.err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}
