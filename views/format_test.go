package views

import "testing"

func TestNumber(t *testing.T) {
	tests := []struct {
		lang     string
		x        float64
		decimals int
		want     string
	}{
		{"nl", 7.4, 1, "7,4"},
		{"nl", 4000, 0, "4.000"},
		{"en", 4000, 0, "4,000"},
		{"en", 7, 1, "7.0"},
	}
	for _, test := range tests {
		if got := Number(test.lang, test.x, test.decimals); got != test.want {
			t.Errorf("%v in %s: %s, want %s", test.x, test.lang, got, test.want)
		}
	}
}

func TestDate(t *testing.T) {
	tests := []struct{ lang, day, want string }{
		{"nl", "2026-11-23", "23 november 2026"},
		{"en", "2026-11-23", "23 November 2026"},
		{"xx", "2026-11-23", "23 november 2026"},
		{"nl", "2026-13-45", "2026-13-45"},
		{"nl", "", ""},
	}
	for _, test := range tests {
		if got := Date(test.lang, test.day); got != test.want {
			t.Errorf("%s in %s: %s, want %s", test.day, test.lang, got, test.want)
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"nl": "ltr", "ar": "rtl", "fa-AF": "rtl", "ti": "ltr", "?": "ltr"} {
		if got := Direction(lang); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}

func TestTel(t *testing.T) {
	for number, want := range map[string]string{"112": "112", "088-555 1000": "0885551000", "+31 (0)20": "+31020"} {
		if got := tel(number); got != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}
