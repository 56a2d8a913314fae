package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// FuzzStaff asks for anything and posts any form as somebody who is signed in,
// with the form's token where the form has none. Nothing stumbles, settings that
// are kept are such as may be kept, and a coach gets to see no comment.
func FuzzStaff(f *testing.F) {
	h, whole, draft := secured(f)
	manager := h.as(survey.Manager, "m")
	page := manager.step("/staff/publish/m/2026/kort")
	page.Set(views.FieldForeword, kanarie)
	manager.keeps("/staff/publish/m/2026/kort", page)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	all := survey.Grants{{Role: survey.Administrator}, {Role: survey.Manager}, {Role: survey.Coach}, {Role: survey.Entry}}
	who := map[bool]*client{}
	// signedIn gives a client who is; what was asked before can have ended that.
	signedIn := func(t *testing.T, asCoach bool) *client {
		if c := who[asCoach]; c != nil {
			if got, _, err := h.store.Session(t.Context(), c.cookie.Value); err == nil && got.ID == c.account.ID {
				return c
			}
		}
		grants := all
		if asCoach {
			grants = survey.Grants{{Role: survey.Coach, Unit: "a"}}
		}
		who[asCoach] = h.with(h.account(grants...))
		return who[asCoach]
	}

	for _, path := range h.doorsOf(whole, draft) {
		if strings.HasPrefix(path, staffPath) {
			f.Add(false, false, path, "")
			f.Add(true, true, path, "x=y")
		}
	}
	for path, fields := range map[string]url.Values{
		"/settings":                  {views.FieldOrganisation: {"Gemeente"}, views.FieldLang: {"nl", "en"}, "seen": {""}, views.FieldDo: {views.DoCheck}},
		"/settings/anonymity":        {"k": {"5"}, "kReason": {"kleine teams"}, "every": {"0"}, "retention": {"-1"}, "k'": {"1e9"}},
		"/settings/brand":            {"colour": {"#zzz"}, "font": {"<svg>"}, "logo": {"data:,"}},
		"/settings/help":             {"help.1.for": {"x"}, "help.1.number": {"abc"}, "help.999999999.for": {"y"}},
		"/settings/sign-in":          {"word": {"jeugdcoach"}, "role": {"coach:a"}, "unit": {"nowhere"}},
		"/records/m/2026":            {views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoSave}, views.FieldLabel: {"Veilig hersteld"}, views.FieldNumerator: {"-69"}, views.FieldDenominator: {"0"}, views.FieldSource: {"x"}},
		"/records/a/9999":            {views.FieldRecord: {views.RecordMeasure}, views.FieldAction: {"\x00"}, views.FieldDue: {"2027-02-31"}, views.FieldStatus: {"x"}},
		"/cards/a":                   {"survey": {"kort"}, "size": {"9999999999999999999999"}, "way": {"card"}, "output": {"pdf"}},
		"/entry/a/kort":              {"code": {"ABCD-EFGH"}, "q-mark": {"7"}, "q-good": {"=1+1"}, "version": {"-1"}},
		"/units":                     {"id": {"../../x"}, "name": {"<b>"}, "parent": {"x"}, views.FieldDo: {views.DoSave}},
		"/accounts/new":              {views.FieldName: {"X"}, views.FieldEmail: {"x@example.org\r\nBcc: y"}, views.FieldRole: {"coach:a", "owner:"}},
		"/benchmark":                 {"file": {`{"version":1,"rows":[]}`}, "text": {"a;b\n1;2"}},
		"/codebook/new":              {"id": {"wachten"}, "name.nl": {"Wachten"}, "patterns.nl": {"wacht* & (lang | [)"}},
		"/surveys/a":                 {"file": {`{"id":"x","version":9e99,"questions":[{}]}`}, "text": {`{`}, views.FieldDo: {"import"}},
		"/design/" + draft:           {"design": {`{"questions":null}`}, "q.1.id": {"mark"}, "q.-1.text.nl": {"x"}, views.FieldDo: {views.DoSave}},
		"/publish/m/2026/kort":       {views.FieldForeword: {kanarie}, "seen": {"0"}, "section": {"mark", "nothing"}},
		"/comments/a/2026/kort":      {"comment": {"x"}, "say": {"omit"}, "page": {"-1"}},
		"/themes/a/2026/kort/sample": {"theme": {"x"}, "tone": {"9"}, "comment": {"y"}},
		"/profile":                   {views.FieldName: {strings.Repeat("é", 9000)}, views.FieldLang: {"xx"}},
		"/profile/codes":             {views.FieldSecond: {"00000\u0660"}},
		"/profile/passkeys":          {views.FieldName: {"x"}, views.FieldErrand: {"y"}, views.FieldAnswer: {`{"id":null,"response":[]}`}},
		"/confirm/passkey":           {views.FieldErrand: {""}, views.FieldAnswer: {"{"}},
	} {
		f.Add(false, true, staffPath+path, fields.Encode())
	}
	f.Fuzz(func(t *testing.T, asCoach, posts bool, target, body string) {
		h.t = t
		c := signedIn(t, asCoach)
		s := sent{method: http.MethodGet, target: target, headers: []string{"Cookie", c.cookie.Name + "=" + c.cookie.Value, "Content-Type", formType}}
		if posts {
			s.method, s.body = http.MethodPost, body
			if !strings.Contains(body, views.FieldToken+"=") {
				s.body += "&" + url.Values{views.FieldToken: {h.store.FormToken(c.account.ID)}}.Encode()
			}
		}
		r := h.says(whole, s)
		h.holds(s, r)
		if asCoach && strings.Contains(r.body, kanarie) && !strings.Contains(target+body, kanarie) {
			t.Errorf("%.300q: a coach reads a manager's draft", s)
		}
		if !posts {
			return
		}
		kept, err := h.store.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if faults := kept.Check(); len(faults) > 0 {
			t.Errorf("%.300q: settings are kept that may not be: %v", s, faults)
		}
	})
}

// FuzzSecrets changes what lets somebody in: a session's cookie, a form's token, a
// link of an invitation or of setting up. What is not exactly that lets nobody in.
func FuzzSecrets(f *testing.F) {
	h := newHouse(f)
	admin := h.as(survey.Administrator)
	_, invited, err := h.store.Invite(f.Context(), "", survey.Account{Email: "nieuw@example.org", Name: "Nieuw"})
	if err != nil {
		f.Fatal(err)
	}
	empty := newHouse(f)
	for kind := range uint8(4) {
		for _, insert := range []string{"", "A", "%00", "\x00", "=", ";", "..", "\xff", " ", "\"", "é"} {
			f.Add(kind, uint8(3), uint8(1), insert, false)
			f.Add(kind, uint8(0), uint8(255), insert, false)
			f.Add(kind, uint8(255), uint8(0), insert, true)
		}
	}
	secrets := []string{admin.cookie.Value, h.store.FormToken(admin.account.ID), invited, setupToken}
	f.Fuzz(func(t *testing.T, kind, at, cut uint8, insert string, lower bool) {
		h.t, empty.t = t, t
		secret := secrets[kind%4]
		i := min(int(at), len(secret))
		spoilt := secret[:i] + insert + secret[min(i+int(cut), len(secret)):]
		if lower {
			spoilt = strings.ToLower(spoilt)
		}
		right := strings.Contains(spoilt, secret)
		var s sent
		where, let := h, false
		switch kind % 4 {
		case 0:
			s = sent{method: http.MethodGet, target: "/staff/profile", headers: []string{"Cookie", h.session + "=" + spoilt}}
			r := h.says(h.staff, s)
			let = r.StatusCode == http.StatusOK || strings.Contains(r.body, admin.account.Email)
		case 1:
			fields := url.Values{views.FieldToken: {spoilt}, views.FieldName: {"Veranderd"}, views.FieldLang: {"nl"}}
			s = sent{http.MethodPost, "/staff/profile", []string{"Cookie", h.session + "=" + admin.cookie.Value, "Content-Type", formType}, fields.Encode()}
			let = h.says(h.staff, s).StatusCode != http.StatusForbidden
		case 2:
			s = sent{method: http.MethodGet, target: "/staff/invitation/" + url.PathEscape(spoilt)}
			let = strings.Contains(h.says(h.staff, s).body, "nieuw@example.org")
		case 3:
			where = empty
			s = sent{method: http.MethodGet, target: "/staff/setup/" + url.PathEscape(spoilt)}
			r := empty.says(empty.staff, s)
			let = r.StatusCode == http.StatusOK && strings.Contains(r.body, views.FieldNext)
		}
		if let != right && (let || spoilt == secret) {
			t.Errorf("%q instead of %q: let in: %v", spoilt, secret, let)
		}
		if where.log.Len() > 0 {
			t.Errorf("%.300q: the log says %.300s", s, where.log)
			where.log.Reset()
		}
	})
}
