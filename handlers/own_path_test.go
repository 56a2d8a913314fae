package handlers

import "testing"

// Who was interrupted is led back to a page of staff and nowhere else.
func TestOwnPath(t *testing.T) {
	for typed, want := range map[string]string{
		"/staff/":                       "/staff/",
		"/staff/unit/a/2026?said=saved": "/staff/unit/a/2026?said=saved",
		"":                              "/staff/",
		"/v/abcd":                       "/staff/",
		"/staff":                        "/staff/",
		"//other.example/staff/":        "/staff/",
		"https://other.example/staff/":  "/staff/",
		"/staff//other.example":         "/staff/",
		`/staff/\other.example`:         "/staff/",
		"/staff/../v/abcd":              "/staff/",
		"/staff/%2e%2e/v/abcd":          "/staff/",
		"/staff/a/../../v/abcd":         "/staff/",
		"/staff/..%2fv":                 "/staff/",
	} {
		if got := ownPath(typed); got != want {
			t.Errorf("%q leads to %q, want %q", typed, got, want)
		}
	}
}
