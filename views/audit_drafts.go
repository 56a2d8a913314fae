package views

import (
	"fmt"
	"strconv"
	"strings"

	"ouderstem/survey"
	"ouderstem/views/document"
)

// DraftFacts are what a draft of a document can say of an installation.
type DraftFacts struct {
	Settings survey.Settings
	Units    int      // organisations and teams
	Surveys  []string // titles of those that were published
	Accounts map[survey.Role]int
	// Provider and Mail say that these are used; false where that is not known.
	Provider, Mail bool
	Site           string // "" where it is not known
	Day            string // of the draft, 2006-01-02
}

// DraftPage is a draft as a page that stands on its own.
type DraftPage struct{ Document document.Document }

func (DraftPage) page() string { return "draft" }

// DraftNames are the documents that there are drafts of.
var DraftNames = []string{"dpia", "accessibility"}

// dpiaSections follow the model for a data protection impact assessment of the
// Dutch government (Model DPIA Rijksdienst, version 3): four parts, 17 headings.
var dpiaSections = []struct {
	part     string
	headings []string
}{
	{"a", []string{"proposal", "data", "processing", "purposes", "parties", "interests", "places", "technique", "law", "retention"}},
	{"b", []string{"ground", "special", "binding", "necessity", "rights"}},
	{"c", []string{"risks"}},
	{"d", []string{"measures"}},
}

// dpiaRisks each have a measure.
var dpiaRisks = []string{"link", "few", "words", "stolen", "operator", "logs", "staff", "lost", "pressure"}

// accessibilitySections follow the model of the Dutch government for a statement.
var accessibilitySections = []string{"status", "what", "tested", "not-tested", "known", "contact", "enforcement"}

// Draft composes a draft of one of [DraftNames] in lang. What only the
// organisation knows stands in it as a gap, between brackets.
func (v *Views) Draft(lang, name string, f DraftFacts) (document.Document, error) {
	o := &voice{texts: v.texts, lang: lang}
	organisation := f.Settings.Organisation
	if organisation == "" {
		organisation = o.say("draft.gap.organisation")
	}
	d := document.Document{
		Lang: lang, RTL: Direction(lang) == "rtl", Unit: organisation,
		Title: o.say("draft." + name), Subtitle: o.say("draft.day", "Day", Date(lang, f.Day)),
		Stamp: o.say("draft.stamp"), Why: o.say("draft.why"),
		Labels: document.Labels{Table: o.say("office.table"), Figure: o.say("office.figure"), Contents: o.say("office.contents"), Annex: o.say("office.annex"), Data: o.say("report.table")},
	}
	switch name {
	case "dpia":
		o.dpia(&d, f)
	case "accessibility":
		args := o.facts(f)
		for _, s := range accessibilitySections {
			d.Sections = append(d.Sections, o.section("statement.%s.%s", s, args))
		}
	default:
		return d, fmt.Errorf("there is no draft %q", name)
	}
	return d, o.err
}

func (o *voice) dpia(d *document.Document, f DraftFacts) {
	args := o.facts(f)
	n := 0
	for _, part := range dpiaSections {
		section := document.Section{ID: "part-" + part.part, Heading: o.say("dpia.part." + part.part)}
		for _, h := range part.headings {
			n++
			s := o.section("dpia.%s.%s", h, args)
			s.Heading = strconv.Itoa(n) + ". " + s.Heading
			if h == "risks" || h == "measures" {
				s.Blocks = append(s.Blocks, o.risks(h))
			}
			section.Blocks = append(section.Blocks, s)
		}
		d.Sections = append(d.Sections, section)
	}
}

// section is a heading with its text, a paragraph for each line. keys is the
// pattern of the keys of both.
func (o *voice) section(keys, name string, args []any) document.Section {
	s := document.Section{ID: name, Heading: o.say(fmt.Sprintf(keys, name, "title"))}
	for _, line := range strings.Split(o.say(fmt.Sprintf(keys, name, "text"), args...), "\n") {
		s.Blocks = append(s.Blocks, document.Paragraph{Line: document.Line{{Text: line}}})
	}
	return s
}

// risks is a table of all risks with how likely and grave they are, or of what is
// done about each.
func (o *voice) risks(what string) document.Table {
	t := document.Table{ID: "dpia-" + what + "-table", Caption: o.say(fmt.Sprintf("dpia.%s.title", what)), Head: []string{o.say("dpia.risk")}}
	if what == "risks" {
		t.Head = append(t.Head, o.say("dpia.chance"))
	} else {
		t.Head = append(t.Head, o.say("dpia.measure"), o.say("dpia.rest"))
	}
	for _, r := range dpiaRisks {
		row := []document.Cell{{Text: o.say("dpia.risk." + r), Head: true}}
		if what == "risks" {
			row = append(row, document.Cell{Text: o.say("draft.gap.chance")})
		} else {
			row = append(row, document.Cell{Text: o.say("dpia.measure." + r)}, document.Cell{Text: o.say("draft.gap.rest")})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// facts are the arguments of all sentences of drafts.
func (o *voice) facts(f DraftFacts) []any {
	s := f.Settings
	retention := o.say("draft.retention.none")
	if s.Retention > 0 {
		retention = o.say("draft.retention", "Months", s.Retention)
	}
	reason := ""
	if s.K < survey.UsualK {
		reason = " " + o.say("draft.reason", "Reason", s.KReason)
	}
	site := f.Site
	if site == "" {
		site = o.say("draft.gap.site")
	}
	languages := s.Languages
	if len(languages) == 0 {
		languages = o.texts.Languages()
	}
	var spoken []string
	for _, l := range languages {
		name, err := o.texts.Say(l, "form.language.name", nil)
		if err != nil {
			o.err = err
		}
		spoken = append(spoken, name)
	}
	surveys := strings.Join(f.Surveys, ", ")
	if surveys == "" {
		surveys = o.say("draft.surveys.none")
	}
	organisation := s.Organisation
	if organisation == "" {
		organisation = o.say("draft.gap.organisation")
	}
	provider, mail := o.say("draft.provider.none"), o.say("draft.mail.none")
	if f.Provider {
		provider = o.say("draft.provider")
	}
	if f.Mail {
		mail = o.say("draft.mail")
	}
	return []any{
		"Organisation", organisation, "Site", site, "K", s.K, "Reason", reason, "Monthly", s.Every == 1, "Every", s.Every, "Retention", retention,
		"Languages", strings.Join(spoken, ", "), "Surveys", surveys, "Units", f.Units, "Provider", provider, "Mail", mail,
		"Administrators", f.Accounts[survey.Administrator], "Managers", f.Accounts[survey.Manager],
		"Coaches", f.Accounts[survey.Coach], "Entry", f.Accounts[survey.Entry],
	}
}
