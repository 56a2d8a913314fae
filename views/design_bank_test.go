package views

import (
	"slices"
	"testing"

	"ouderstem/survey"
)

// What can be added keeps the id and the answers that others have, so that it
// can be compared.
func TestBank(t *testing.T) {
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, group := range Bank(templates) {
		for _, c := range group.Choices {
			values = append(values, c.Value)
			if c.Label == "" && c.Text["nl"] == "" {
				t.Errorf("%s has no words", c.Value)
			}
		}
	}
	for _, want := range []string{"new mark", "new open", "scale kort listened", "take veiligheid heard"} {
		if !slices.Contains(values, want) {
			t.Errorf("%s cannot be added", want)
		}
	}
}
