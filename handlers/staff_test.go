package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

const goodPassword = "vier losse woorden hier"

// client is a browser of somebody of the staff.
type client struct {
	*house
	account survey.Account
	cookie  *http.Cookie
	others  map[string]*http.Cookie
}

// account makes an account with these grants and a password.
func (h *house) account(grants ...survey.Grant) survey.Account {
	h.t.Helper()
	h.accounts++
	a := survey.Account{Email: fmt.Sprintf("staff%d@example.org", h.accounts), Name: fmt.Sprintf("Staff %d", h.accounts), Grants: grants}
	_, token, err := h.store.Invite(h.t.Context(), "", a)
	if err != nil {
		h.t.Fatal(err)
	}
	if a, err = h.store.Accept(h.t.Context(), token, goodPassword); err != nil {
		h.t.Fatal(err)
	}
	return a
}

// as returns somebody who is signed in and has a role on units, or with none
// on the whole installation.
func (h *house) as(role survey.Role, units ...string) *client {
	h.t.Helper()
	if len(units) == 0 {
		units = []string{survey.Everywhere}
	}
	var grants survey.Grants
	for _, u := range units {
		grants = append(grants, survey.Grant{Role: role, Unit: u})
	}
	return h.with(h.account(grants...))
}

// with signs an account in.
func (h *house) with(a survey.Account) *client {
	h.t.Helper()
	token, err := h.store.BeginSession(h.t.Context(), a.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return &client{house: h, account: a, cookie: &http.Cookie{Name: h.session, Value: token}}
}

func (c *client) send(r *http.Request) reply {
	c.t.Helper()
	if c.cookie != nil {
		r.AddCookie(c.cookie)
	}
	for _, other := range c.others {
		if strings.HasPrefix(r.URL.Path, other.Path) {
			r.AddCookie(other)
		}
	}
	got := c.do(c.staff, r)
	for _, set := range got.Cookies() {
		switch {
		case set.Name == c.session:
			c.cookie = set
		case c.others == nil:
			c.others = map[string]*http.Cookie{set.Name: set}
		default:
			c.others[set.Name] = set
		}
	}
	return got
}

// Get asks for a page.
func (c *client) Get(path string) reply {
	c.t.Helper()
	return c.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form with its token.
func (c *client) Post(path string, fields url.Values, headers ...string) reply {
	c.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	fields.Set(views.FieldToken, c.store.FormToken(c.account.ID))
	return c.PostBare(path, fields, headers...)
}

// PostBare sends a form as it is.
func (c *client) PostBare(path string, fields url.Values, headers ...string) reply {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return c.send(r)
}

func TestStaffPages(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	for _, code := range h.cards(12) {
		h.post(filled(code, "send"))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/":                       "Gemeente M",
		"/unit/m/2026":            "Verslag 2026",
		"/published/m/2026/kort":  "nog niet gepubliceerd",
		"/report/m/2026/kort":     "Wat vonden ouders?",
		"/report/a/2026/kort":     "Team A",
		"/report/m/2024/kort":     "Wat vonden ouders?",
		"/records/m/2026":         "Gemeente M",
		"/report/m/2026/kort.csv": ";12",
	} {
		if r := manager.Get("/staff" + path); r.StatusCode != http.StatusOK || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d, %q is not there\n%s", path, r.StatusCode, want, r.body)
		}
	}
	if r := manager.Get("/staff/report/m/2026/kort.json"); !strings.Contains(r.body, `"n": 12`) {
		t.Errorf("json: %s", r.body)
	}
	for _, path := range []string{"/report/x/2026/kort", "/report/m/2026/none", "/report/m/soon/kort", "/records/x/2026", "/records/m/1", "/nowhere"} {
		if r := manager.Get("/staff" + path); r.StatusCode != http.StatusNotFound || !strings.Contains(r.body, "<main") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

func TestRecords(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	figure := func(change func(url.Values)) url.Values {
		f := url.Values{
			views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoSave},
			views.FieldLabel: {"Veilig hersteld"}, views.FieldNumerator: {"69"}, views.FieldDenominator: {"100"}, views.FieldSource: {"Registratie"},
		}
		change(f)
		return f
	}
	same := func(url.Values) {}
	if r := manager.Post("/staff/records/m/2026", figure(same)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	kept, err := h.store.KeyFigures(t.Context(), "m", 2026)
	if err != nil || len(kept) != 1 || kept[0].Numerator != 69 {
		t.Fatalf("%+v, %v", kept, err)
	}
	measure := url.Values{
		views.FieldRecord: {views.RecordMeasure}, views.FieldDo: {views.DoSave},
		views.FieldAction: {"Eerder bellen"}, views.FieldStatus: {string(survey.Planned)}, views.FieldDue: {"2027-03-01"},
	}
	if r := manager.Post("/staff/records/m/2026", measure); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	report := manager.Get("/staff/report/m/2026/kort").body
	for _, want := range []string{"Veilig hersteld", "Registratie", "Eerder bellen", "1 maart 2027"} {
		if !strings.Contains(report, want) {
			t.Errorf("%q is not in the report", want)
		}
	}

	for name, bad := range map[string]url.Values{
		"no label":               figure(func(f url.Values) { f.Set(views.FieldLabel, " ") }),
		"numerator too large":    figure(func(f url.Values) { f.Set(views.FieldNumerator, "101") }),
		"no number":              figure(func(f url.Values) { f.Set(views.FieldNumerator, "veel") }),
		"denominator 0":          figure(func(f url.Values) { f.Set(views.FieldNumerator, "0"); f.Set(views.FieldDenominator, "0") }),
		"value and denominator":  figure(func(f url.Values) { f.Set(views.FieldValue, "13 weken") }),
		"a label of 301 letters": figure(func(f url.Values) { f.Set(views.FieldLabel, strings.Repeat("x", 301)) }),
	} {
		bad.Set(views.FieldSource, "Typoscript 77")
		r := manager.Post("/staff/records/m/2026", bad)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Typoscript 77") {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	for name, r := range map[string]reply{
		"no token":       manager.PostBare("/staff/records/m/2026", figure(same)),
		"another's":      manager.PostBare("/staff/records/m/2026", figure(func(f url.Values) { f.Set(views.FieldToken, h.store.FormToken("x")) })),
		"another site":   manager.Post("/staff/records/m/2026", figure(same), "Sec-Fetch-Site", "cross-site"),
		"another origin": manager.Post("/staff/records/m/2026", figure(same), "Origin", "http://evil.example"),
	} {
		if r.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	// A record of one unit cannot be changed from another's page.
	stolen := figure(func(f url.Values) { f.Set(views.FieldID, kept[0].ID); f.Set(views.FieldLabel, "Gestolen") })
	manager.Post("/staff/records/a/2026", stolen)
	gone := url.Values{views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoDelete}, views.FieldID: {kept[0].ID}}
	manager.Post("/staff/records/a/2026", gone)
	if again, err := h.store.KeyFigures(t.Context(), "m", 2026); err != nil || len(again) != 1 || again[0].Label != "Veilig hersteld" {
		t.Errorf("%+v, %v", again, err)
	}
	if r := manager.Post("/staff/records/m/2026", gone); r.StatusCode != http.StatusSeeOther {
		t.Errorf("delete: %d", r.StatusCode)
	}
	if left, err := h.store.KeyFigures(t.Context(), "m", 2026); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	if time.Now().Year() > 2100 {
		t.Fatal("the years that records take must be moved")
	}
}

// Last year's measures are finished or carried over, and two people who change
// one record do not overwrite each other unseen.
func TestMeasuresOfLastYear(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager, "m")
	for _, m := range []survey.Measure{
		{Unit: "m", Year: 2025, Action: "Nog bezig", Status: survey.Doing},
		{Unit: "m", Year: 2025, Action: "Klaar", Status: survey.Done},
	} {
		if err := h.store.SaveMeasure(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time there is nothing left to carry
		if r := manager.Post("/staff/records/m/2026", url.Values{views.FieldDo: {views.DoCarry}}); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	now, err := h.store.Measures(t.Context(), "m", 2026)
	if err != nil || len(now) != 1 || now[0].Action != "Nog bezig" {
		t.Fatalf("%+v, %v", now, err)
	}
	promised, err := h.store.Measures(t.Context(), "m", 2025)
	if err != nil {
		t.Fatal(err)
	}
	open := promised[slices.IndexFunc(promised, func(m survey.Measure) bool { return m.Status == survey.Doing })]
	form := func(result string) url.Values {
		return url.Values{
			views.FieldRecord: {views.RecordPromised}, views.FieldDo: {views.DoSave}, views.FieldID: {open.ID},
			views.FieldWas: {views.FormOfMeasure(open).Was}, views.FieldAction: {open.Action},
			views.FieldStatus: {string(survey.Done)}, views.FieldResult: {result},
		}
	}
	if r := manager.Post("/staff/records/m/2026", form("Het is gelukt")); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	r := manager.Post("/staff/records/m/2026", form("Het is niet gelukt"))
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Het is gelukt") || !strings.Contains(r.body, "Het is niet gelukt") {
		t.Fatalf("two people: %d\n%s", r.StatusCode, r.body)
	}
	fields := form("Het is niet gelukt")
	fields.Set(views.FieldWas, regexp.MustCompile(`name="id" value="` + open.ID + `">\s*<input type="hidden" name="was" value="([^"]+)"`).FindStringSubmatch(r.body)[1])
	if r := manager.Post("/staff/records/m/2026", fields); r.StatusCode != http.StatusSeeOther {
		t.Errorf("with the other's change in view: %d", r.StatusCode)
	}
}
