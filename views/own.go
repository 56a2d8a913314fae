package views

import "ouderstem/survey"

// Own is what an organisation has made its own on the pages that parents see.
// The zero value is the program's own.
type Own struct {
	// Languages are those offered, the first one first; none stands for all
	// that the program speaks.
	Languages []string
	// HelpLines stand beside every comment box, by language; a language that is
	// not in it has the program's own.
	HelpLines map[string][]survey.HelpLine
	// Organisation is its name.
	Organisation string
	// Look has the addresses of the organisation's own style and logo.
	Look Look
	// Still pages are shown in a frame in which no script may run.
	Still bool
}

// OwnOf returns what settings say of the pages of parents, dressed in look.
func OwnOf(s survey.Settings, look Look) Own {
	return Own{Languages: s.Languages, HelpLines: s.Help, Organisation: s.Organisation, Look: look}
}

// Offered returns those of languages in which parents can read a page.
func (o Own) Offered(languages []string) []string {
	return survey.Settings{Languages: o.Languages}.Offered(languages)
}

// turn is where parents can turn, in the words for an audience.
type turn struct {
	Audience survey.Audience
	Own      map[string][]survey.HelpLine
}

// helpLines returns the help lines in lang: an organisation's own, or ours.
func (v *Views) helpLines(lang string, own map[string][]survey.HelpLine) ([]survey.HelpLine, error) {
	if lines := own[lang]; len(lines) > 0 {
		return lines, nil
	}
	return v.HelpLines(lang)
}
