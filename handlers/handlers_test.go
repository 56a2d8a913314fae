package handlers

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// house is everything a test of the handlers stands on: a real store and both
// applications.
type house struct {
	t      testing.TB
	dir    string
	store  *store.Store
	survey *survey.Survey
	public *fiber.App
	staff  *fiber.App
	log    *bytes.Buffer
	logger *slog.Logger
	views  *views.Views
	now    time.Time // what the clock says

	session  string // the name of staff's cookie
	accounts int    // made so far
	spent    string // a code that was used, where a test has one
}

const setupToken = "setup-token-of-the-test"

// newHouse returns a house that is configured as most are, but for change.
func newHouse(t testing.TB, change ...func(*house, *Config)) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), log: &bytes.Buffer{}, now: time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(h.log, nil))
	st, err := store.Open(t.Context(), store.Config{Dir: h.dir, Log: log, Now: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	h.store = st
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	if h.survey, err = st.Publish(t.Context(), templates["kort"]); err != nil {
		t.Fatal(err)
	}
	for _, u := range []survey.Unit{{ID: "m", Name: "Gemeente M"}, {ID: "a", Name: "Team A", Parent: "m"}} {
		if _, err := st.AddUnit(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	h.views, h.logger = v, log
	c := Config{
		Store: st, Views: v, Log: log, ExitURL: "https://example.org/",
		Now: h.clock, Site: "https://ouderstem.example", StaffSite: "http://localhost:8080", SetupToken: setupToken,
	}
	for _, f := range change {
		f(h, &c)
	}
	h.public, h.staff, h.session = Public(c), Staff(c), sessionCookie
	if c.Secure {
		h.session = "__Secure-" + sessionCookie
	}
	return h
}

func (h *house) clock() time.Time { return h.now }

// cards prints n cards for team A.
func (h *house) cards(n int) []survey.Code {
	h.t.Helper()
	_, codes, err := h.store.Print(h.t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: n})
	if err != nil {
		h.t.Fatal(err)
	}
	return codes
}

// reply is what came back.
type reply struct {
	*http.Response
	body string
}

func (h *house) do(app *fiber.App, r *http.Request) reply {
	h.t.Helper()
	r.Host = "localhost:8080"
	res, err := app.Test(r, -1)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return reply{res, string(body)}
}

func (h *house) get(path string) reply {
	h.t.Helper()
	return h.do(h.public, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(fields url.Values, headers ...string) reply {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/v/"+h.survey.Address(), strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.do(h.public, r)
}

// filled is what a parent's form holds.
func filled(code survey.Code, step string) url.Values {
	return url.Values{
		"version": {"1"}, "lang": {"nl"}, "code": {code.String()}, "step": {step},
		"q-mark": {"8"}, "q-listened": {"often"}, "q-good": {"Er werd geluisterd"},
	}
}

func TestWayOfAnAnswer(t *testing.T) {
	h := newHouse(t)
	codes := h.cards(12)
	for _, code := range codes {
		if r := h.post(filled(code, "review")); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Er werd geluisterd") {
			t.Fatalf("review: %d\n%s", r.StatusCode, r.body)
		}
		if r := h.post(filled(code, "send")); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/thanks?lang=nl" {
			t.Fatalf("send: %d %s\n%s", r.StatusCode, r.Header.Get("Location"), r.body)
		}
	}
	for _, path := range []string{"/thanks", "/privacy", "/", "/v/" + h.survey.Address()} {
		if r := h.get(path); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Vragenlijst") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	h.post(filled(codes[0], "send"))
	res, err := h.store.Results(t.Context(), "kort", "m", 2026)
	if err != nil || res.Responses != 12 || len(res.Comments) != 12 {
		t.Errorf("%d responses, %d comments, %v", res.Responses, len(res.Comments), err)
	}
	if s := h.log.String(); s != "" {
		t.Errorf("the log tells something: %s", s)
	}
}

// The same bytes for a fresh and a spent card, in every language, and of the
// form for an unknown one too: nobody can ask whether a card was used. That a
// code was never printed is said, since it was typed wrongly, and in as many bytes
// whatever code that is.
func TestPageIsTheSameForEverybody(t *testing.T) {
	h := newHouse(t)
	for _, lang := range h.views.Texts().Languages() {
		t.Run(lang, func(t *testing.T) {
			code := h.cards(1)[0]
			form, thanks := "/v/"+h.survey.Address()+"?lang="+lang, "/thanks?lang="+lang
			send := func(code survey.Code, step string) reply {
				fields := filled(code, step)
				fields.Set("lang", lang)
				return h.post(fields)
			}
			same := func(what string, a, b reply) {
				t.Helper()
				if a.StatusCode != b.StatusCode || a.body != b.body || headersOf(a) != headersOf(b) {
					t.Errorf("%s: %d bytes %v\nand %d bytes %v", what, len(a.body), a.Header, len(b.body), b.Header)
				}
			}
			before, thanked := h.get(form), h.get(thanks)
			review := send(code, "review")
			fresh := send(code, "send")
			same("review", review, send(code, "review"))
			same("reply", fresh, send(code, "send"))
			if fresh.StatusCode != http.StatusSeeOther || review.StatusCode != http.StatusOK {
				t.Errorf("sent: %d, reviewed: %d", fresh.StatusCode, review.StatusCode)
			}
			var unknown [2]reply
			for i := range unknown {
				stranger, err := survey.NewCode(rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				unknown[i] = send(stranger, "send")
				unknown[i].body = strings.ReplaceAll(unknown[i].body, stranger.String(), code.String())
				if unknown[i].StatusCode != http.StatusUnprocessableEntity {
					t.Errorf("unknown: %d", unknown[i].StatusCode)
				}
			}
			same("unknown codes", unknown[0], unknown[1])
			same("form", before, h.get(form))
			same("thanks", thanked, h.get(thanks))
			for name := range before.Header {
				if strings.EqualFold(name, "Set-Cookie") || strings.EqualFold(name, "Etag") {
					t.Errorf("the form has %s", name)
				}
			}
		})
	}
}

// headersOf are all headers but the time, which has nothing to do with a card.
func headersOf(r reply) string {
	h := r.Header.Clone()
	h.Del("Date")
	return fmt.Sprint(h)
}

func TestBadInput(t *testing.T) {
	h := newHouse(t)
	code := h.cards(1)[0]
	with := func(change func(url.Values)) url.Values {
		f := filled(code, "send")
		change(f)
		return f
	}
	typo := []byte(code.String())
	typo[5] = map[bool]byte{true: 'A', false: 'B'}[typo[5] != 'A']
	tests := []struct {
		name    string
		fields  url.Values
		headers []string
		status  int
		want    []string // on the page
	}{
		{"no code", with(func(f url.Values) { f.Del("code") }), nil, 422, []string{"Typ de code", "Er werd geluisterd"}},
		{"a code too short", with(func(f url.Values) { f.Set("code", "ABCD-EFGH") }), nil, 422, []string{"17", "Er werd geluisterd"}},
		{"a character no code has", with(func(f url.Values) { f.Set("code", "0000-00!0-0000-0000-0") }), nil, 422, []string{"groepje 2"}},
		{"one wrong character", with(func(f url.Values) { f.Set("code", string(typo)) }), nil, 422, []string{"groepje 2"}},
		{"unknown code", with(func(f url.Values) { f.Set("code", "0000-0000-0000-0000-0") }), nil, 422, []string{"Deze code hoort niet"}},
		{"value not offered", with(func(f url.Values) { f.Set("q-mark", "11") }), nil, 422, []string{"past niet", "Er werd geluisterd"}},
		{"two values", with(func(f url.Values) { f["q-mark"] = []string{"1", "2"} }), nil, 422, []string{"één antwoord"}},
		{"nothing answered", url.Values{"code": {code.String()}, "step": {"send"}}, nil, 422, []string{"nog niets ingevuld"}},
		{"packed", filled(code, "send"), []string{"Content-Encoding", "gzip"}, 415, nil},
		{"another type", filled(code, "send"), []string{"Content-Type", "application/json"}, 415, nil},
		{"several parts", filled(code, "send"), []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, nil},
		{"another site", filled(code, "send"), []string{"Sec-Fetch-Site", "cross-site"}, 403, nil},
		{"another origin", filled(code, "send"), []string{"Origin", "https://evil.example"}, 403, nil},
		{"more than 32 KB", with(func(f url.Values) { f.Set("q-good", strings.Repeat("abcdefghi ", 4000)+"EINDE") }), nil, 413, []string{"te lang", "EINDE"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := h.post(test.fields, test.headers...)
			if r.StatusCode != test.status {
				t.Errorf("status %d, want %d", r.StatusCode, test.status)
			}
			for _, want := range test.want {
				if !strings.Contains(r.body, want) {
					t.Errorf("%q is not on the page\n%s", want, r.body)
				}
			}
			if !strings.Contains(r.body, "<main") {
				t.Errorf("no page: %s", r.body)
			}
		})
	}
	if r := h.get("/v/zzzz"); r.StatusCode != http.StatusNotFound || !strings.Contains(r.body, "<main") {
		t.Errorf("unknown survey: %d", r.StatusCode)
	}
	if h.log.Len() > 0 {
		t.Errorf("mistakes of people were logged: %s", h.log)
	}
}

// A language button shows the form again in that language, and sends nothing.
func TestAnotherLanguage(t *testing.T) {
	h := newHouse(t)
	code := h.cards(1)[0]
	form := h.get("/v/" + h.survey.Address()).body
	if !regexp.MustCompile(`<button[^>]* name="step" value="edit" formaction="\?lang=en"`).MatchString(form) {
		t.Error("no button for English that only edits")
	}
	fields := filled(code, "edit")
	r := httptest.NewRequest(http.MethodPost, "/v/"+h.survey.Address()+"?lang=en", strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := h.do(h.public, r)
	if got.StatusCode != http.StatusOK || !strings.Contains(got.body, `<html lang="en"`) || !strings.Contains(got.body, "Er werd geluisterd") {
		t.Errorf("%d\n%s", got.StatusCode, got.body)
	}
}

func TestLongCommentIsShownBeforeItIsCut(t *testing.T) {
	h := newHouse(t)
	f := filled(h.cards(1)[0], "send")
	f.Set("q-good", strings.Repeat("wij ", 1100))
	if r := h.post(f); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "4.000") {
		t.Errorf("sent without a word: %d", r.StatusCode)
	}
}

// A form that skips the review and says nothing of steps is not sent as long as
// the parent has not seen what is masked.
func TestMaskedIsSeenFirst(t *testing.T) {
	h := newHouse(t)
	f := filled(h.cards(1)[0], "")
	f.Del("step")
	f.Set("q-good", "Bel mij op 06-12345678")
	if r := h.post(f); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "[telefoonnummer]") {
		t.Errorf("%d %s", r.StatusCode, r.Header.Get("Location"))
	}
	f.Set("q-good", "Bel mij")
	if r := h.post(f); r.StatusCode != http.StatusSeeOther {
		t.Errorf("nothing masked: %d", r.StatusCode)
	}
}

func TestMaskedBeforeSealed(t *testing.T) {
	h := newHouse(t)
	codes := h.cards(12)
	for i, code := range codes {
		f := filled(code, "send")
		f.Set("q-good", fmt.Sprintf("Bel mij op 06-12345678 of mail ouder%d@example.nl", i))
		r := h.post(f)
		if r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d %s", r.StatusCode, r.body)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	res, err := h.store.Results(t.Context(), "kort", "a", 2026)
	if err != nil || len(res.Comments) != 12 {
		t.Fatal(len(res.Comments), err)
	}
	for _, c := range res.Comments {
		if strings.Contains(c.Text, "06") || strings.Contains(c.Text, "@") || !strings.Contains(c.Text, "[") {
			t.Errorf("kept %q", c.Text)
		}
	}
}
