package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

// admitted returns the cookie that the token gives.
func (h *house) admitted() *http.Cookie {
	h.t.Helper()
	r := h.do(h.staff, httptest.NewRequest(http.MethodGet, "/?token="+staffToken, nil))
	cookies := r.Cookies()
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/" || len(cookies) != 1 {
		h.t.Fatalf("%d %s, %d cookies", r.StatusCode, r.Header.Get("Location"), len(cookies))
	}
	return cookies[0]
}

func (h *house) staffGet(path string) reply {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(h.admitted())
	return h.do(h.staff, r)
}

func (h *house) staffPost(path string, fields url.Values, headers ...string) reply {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(h.admitted())
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.do(h.staff, r)
}

func TestStaffNeedsTheToken(t *testing.T) {
	h := newHouse(t)
	c := h.admitted()
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, staffToken) {
		t.Errorf("cookie %+v", c)
	}
	for _, path := range []string{
		"/", "/?token=wrong", "/?token=", "/report/m/2026/kort", "/report/m/2026/kort.json", "/report/m/2026/kort.csv", "/records/m/2026", "/nowhere",
	} {
		r := h.do(h.staff, httptest.NewRequest(http.MethodGet, path, nil))
		if r.StatusCode != http.StatusUnauthorized || strings.Contains(r.body, "Gemeente M") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: staffToken})
	if got := h.do(h.staff, r); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("the token as a cookie: %d", got.StatusCode)
	}
	// No path leads the redirect to another site.
	for _, path := range []string{"//evil.example/", `/\evil.example/`, "///evil.example", "/\t//evil.example"} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.URL.Path, request.URL.RawQuery = path, "token="+staffToken
		r := h.do(h.staff, request)
		if l := r.Header.Get("Location"); len(l) > 1 && (l[1] == '/' || l[1] == '\\') || strings.Contains(l, "://") {
			t.Errorf("%s leads to %q", path, l)
		}
	}
}

func TestStaffPages(t *testing.T) {
	h := newHouse(t)
	for _, code := range h.cards(12) {
		h.post(filled(code, "send"))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/":                       "Gemeente M",
		"/report/m/2026/kort":     "Wat vonden ouders?",
		"/report/a/2026/kort":     "Team A",
		"/report/m/2024/kort":     "Wat vonden ouders?",
		"/records/m/2026":         "Gemeente M",
		"/report/m/2026/kort.csv": ";12",
	} {
		if r := h.staffGet(path); r.StatusCode != http.StatusOK || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d, %q is not there\n%s", path, r.StatusCode, want, r.body)
		}
	}
	if r := h.staffGet("/report/m/2026/kort.json"); !strings.Contains(r.body, `"n": 12`) {
		t.Errorf("json: %s", r.body)
	}
	for _, path := range []string{"/report/x/2026/kort", "/report/m/2026/none", "/report/m/soon/kort", "/records/x/2026", "/records/m/1", "/nowhere"} {
		if r := h.staffGet(path); r.StatusCode != http.StatusNotFound || !strings.Contains(r.body, "<main") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

func TestRecords(t *testing.T) {
	h := newHouse(t)
	token := (&staff{token: staffToken}).derived("form")
	figure := func(change func(url.Values)) url.Values {
		f := url.Values{
			views.FieldToken: {token}, views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoSave},
			views.FieldLabel: {"Veilig hersteld"}, views.FieldNumerator: {"69"}, views.FieldDenominator: {"100"}, views.FieldSource: {"Registratie"},
		}
		change(f)
		return f
	}
	same := func(url.Values) {}
	if r := h.staffPost("/records/m/2026", figure(same)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	kept, err := h.store.KeyFigures(t.Context(), "m", 2026)
	if err != nil || len(kept) != 1 || kept[0].Numerator != 69 {
		t.Fatalf("%+v, %v", kept, err)
	}
	measure := url.Values{
		views.FieldToken: {token}, views.FieldRecord: {views.RecordMeasure}, views.FieldDo: {views.DoSave},
		views.FieldAction: {"Eerder bellen"}, views.FieldStatus: {string(survey.Planned)}, views.FieldDue: {"2027-03-01"},
	}
	if r := h.staffPost("/records/m/2026", measure); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	report := h.staffGet("/report/m/2026/kort").body
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
		r := h.staffPost("/records/m/2026", bad)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Typoscript 77") {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	for name, r := range map[string]reply{
		"no token":       h.staffPost("/records/m/2026", figure(func(f url.Values) { f.Del(views.FieldToken) })),
		"another's":      h.staffPost("/records/m/2026", figure(func(f url.Values) { f.Set(views.FieldToken, staffToken) })),
		"another site":   h.staffPost("/records/m/2026", figure(same), "Sec-Fetch-Site", "cross-site"),
		"another origin": h.staffPost("/records/m/2026", figure(same), "Origin", "http://evil.example"),
	} {
		if r.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	// A record of one unit cannot be changed from another's page.
	stolen := figure(func(f url.Values) { f.Set(views.FieldID, kept[0].ID); f.Set(views.FieldLabel, "Gestolen") })
	h.staffPost("/records/a/2026", stolen)
	gone := url.Values{views.FieldToken: {token}, views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoDelete}, views.FieldID: {kept[0].ID}}
	h.staffPost("/records/a/2026", gone)
	if again, err := h.store.KeyFigures(t.Context(), "m", 2026); err != nil || len(again) != 1 || again[0].Label != "Veilig hersteld" {
		t.Errorf("%+v, %v", again, err)
	}
	if r := h.staffPost("/records/m/2026", gone); r.StatusCode != http.StatusSeeOther {
		t.Errorf("delete: %d", r.StatusCode)
	}
	if left, err := h.store.KeyFigures(t.Context(), "m", 2026); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	if time.Now().Year() > 2100 {
		t.Fatal("the years that records take must be moved")
	}
}

// TestHeaders reads the headers off every kind of answer.
func TestHeaders(t *testing.T) {
	h := newHouse(t)
	replies := map[string]reply{
		"form": h.get("/v/" + h.survey.Address()), "front": h.get("/"), "lost": h.get("/nowhere"),
		"mistake": h.post(url.Values{}), "home": h.staffGet("/"), "records": h.staffGet("/records/m/2026"),
	}
	for name, r := range replies {
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") ||
			r.Header.Get("Referrer-Policy") != "same-origin" || r.Header.Get("Cache-Control") != "no-store" ||
			r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Server") != "" {
			t.Errorf("%s: %v", name, r.Header)
		}
		if strings.Contains(r.body, " style=") || strings.Contains(r.body, "<style") || strings.Contains(r.body, " onclick") {
			t.Errorf("%s has style or script that the policy forbids", name)
		}
	}
}
