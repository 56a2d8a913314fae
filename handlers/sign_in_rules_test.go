package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// Rules are for administrators, and only what the page offers is a rule.
func TestSignInRules(t *testing.T) {
	h, _ := tied(t)
	admin := h.as(survey.Administrator)
	rule := func(word, role, unit string) url.Values {
		return url.Values{views.FieldDo: {views.DoSave}, views.FieldRuleWord: {word}, views.FieldRole: {role}, views.FieldUnit: {unit}}
	}
	const path = "/staff/settings/sign-in"
	for name, bad := range map[string]url.Values{
		"no word": rule(" ", "coach", "a"), "no role": rule("Typoscript", "-", "a"), "no unit": rule("Typoscript", "coach", "-"),
		"no such unit": rule("Typoscript", "coach", "nowhere"), "a role made up": rule("Typoscript", "owner", ""),
		"an administrator of a team": rule("Typoscript", "administrator", "a"), "one that is there": rule("jeugdcoach", "coach", "a"),
		"a long word": rule(strings.Repeat("x", 201), "coach", "a"),
	} {
		r := admin.Post(path, bad)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, bad.Get(views.FieldRuleWord)) || !strings.Contains(r.body, `class="problems"`) {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	if r := admin.Post(path, rule("iedereen", "coach", "")); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if r := admin.Get(path); !strings.Contains(r.body, "iedereen") || !strings.Contains(r.body, "http://localhost:8080/staff/login/oidc/callback") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	remove := rule("iedereen", "coach", "")
	remove.Set(views.FieldDo, views.DoDelete)
	if r := admin.Post(path, remove); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
	if r := admin.Post(path, remove); r.StatusCode != http.StatusNotFound {
		t.Errorf("removed twice: %d", r.StatusCode)
	}
}
