package themes

import (
	"slices"
	"strings"
	"testing"
)

// A theme of which little is said beside much of another is left out; not one
// that is alone, or beside as little.
func TestNamedInPassing(t *testing.T) {
	book, faults := ParsePatterns([]byte(`{"wait": ["wacht*"], "mother": ["moeder"]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	coder := NewCoder(book)
	const mother = "Mijn moeder bracht mij elke keer, slecht geregeld vond ik. "
	much := "Wachtlijst. Wachttijd. Wachten. Wachtkamer. Wachtend. Wachttijden. Wachtlijsten. Wachtkamers."
	for text, want := range map[string]string{
		mother:                                  "mother",
		mother + "Wachten.":                     "wait mother",
		mother + much:                           "wait",
		mother + strings.Repeat("Wachten. ", 9): "wait mother", // said again is not said more
	} {
		got := themesIn(coder.Code(Comment{Text: text, Lang: "nl"}))
		wants := strings.Fields(want)
		slices.Sort(wants)
		if !slices.Equal(got, wants) {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}
