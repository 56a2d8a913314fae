package themes

import (
	"testing"

	"ouderstem/survey"
)

func TestFingerprint(t *testing.T) {
	theme := Theme{ID: "wait", Patterns: map[string][]string{"nl": {"wacht*", "duurde lang"}, "en": {"wait*"}}}
	was := theme.Fingerprint()
	for name, tt := range map[string]struct {
		theme Theme
		same  bool
	}{
		"another order": {Theme{Patterns: map[string][]string{"en": {"wait*"}, "nl": {"duurde lang", "wacht*"}}}, true},
		"another name":  {Theme{ID: "w", Name: survey.Text{"nl": "Wachten"}, Patterns: theme.Patterns}, true},
		"no language":   {Theme{Patterns: map[string][]string{"nl": {"wacht*", "duurde lang"}, "en": {"wait*"}, "": {}}}, true},
		"a word more":   {Theme{Patterns: map[string][]string{"nl": {"wacht*", "duurde lang", "traag"}, "en": {"wait*"}}}, false},
		"a word less":   {Theme{Patterns: map[string][]string{"nl": {"wacht*"}, "en": {"wait*"}}}, false},
		"elsewhere":     {Theme{Patterns: map[string][]string{"nl": {"wacht*", "duurde lang"}, "": {"wait*"}}}, false},
		"two in one":    {Theme{Patterns: map[string][]string{"nl": {`wacht*","duurde lang`}, "en": {"wait*"}}}, false},
	} {
		if got := tt.theme.Fingerprint() == was; got != tt.same {
			t.Errorf("%s: %v", name, got)
		}
	}
}
