package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// refused is why a report may not be published; "" where it was.
func (h *house) publishes(unit, reason string) (survey.Edition, string) {
	h.t.Helper()
	e, err := NewReports(h.store).Publish(h.t.Context(), "", unit, 2026, "kort", survey.Choice{}, reason)
	var problem *survey.Error
	if err != nil && !errors.As(err, &problem) {
		h.t.Fatal(err)
	}
	if problem == nil {
		return e, ""
	}
	words, ok := h.views.Texts().Problem("nl", problem)
	if !ok {
		h.t.Fatal(problem)
	}
	return e, words
}

func (h *house) confirms(unit, theme string) {
	h.t.Helper()
	about, _ := themes.Shipped().Theme(theme)
	if err := h.store.Confirm(h.t.Context(), "", store.Scope{Unit: unit, Year: 2026, Survey: "kort"}, theme, about.Fingerprint(), true); err != nil {
		h.t.Fatal(err)
	}
}

// An edition is the report as it was: the same value and the same page, however
// much is answered, decided and named otherwise later.
func TestEditionIsFrozen(t *testing.T) {
	h := newHouse(t)
	if _, why := h.publishes("a", ""); !strings.Contains(why, "nog niets te publiceren") {
		t.Errorf("a report of nothing: %q", why)
	}
	h.answered(110, waited)
	h.confirms("a", waitingTheme(t))
	page := func(value []byte) string {
		t.Helper()
		report, err := stats.ReadReport(value)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := h.views.Render(&b, "nl", views.Report{Report: report, Published: true, Standalone: true}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	live := h.yearly(NewReports(h.store), "a", stats.Options{Publish: true})
	first, why := h.publishes("a", "")
	if why != "" || first.Number != 1 {
		t.Fatalf("%+v, %q", first, why)
	}
	value, err := json.Marshal(live)
	if err != nil {
		t.Fatal(err)
	}
	if string(value) != string(first.Value) {
		t.Error("the edition is not the report that could be seen before")
	}
	var b bytes.Buffer
	if err := h.views.Render(&b, "nl", views.Report{Report: live, Published: true, Standalone: true}); err != nil {
		t.Fatal(err)
	}
	if b.String() != page(first.Value) || !strings.Contains(b.String(), `id="theme-1"`) {
		t.Error("the page of an edition is not that of the report")
	}
	h.answered(30, waited)
	if err := h.store.SaveUnit(t.Context(), "", survey.Unit{ID: "a", Name: "Heel anders", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	if _, why := h.publishes("a", ""); !strings.Contains(why, "Schrijf op waarom") {
		t.Errorf("a correction without a reason: %q", why)
	}
	second, why := h.publishes("a", "Er zijn nieuwe antwoorden.")
	if why != "" || second.Number != 2 || bytes.Equal(second.Value, first.Value) {
		t.Errorf("%d, %q", second.Number, why)
	}
	kept, err := h.store.Edition(t.Context(), "a", "kort", 2026, 1)
	if err != nil || !bytes.Equal(kept.Value, first.Value) || page(kept.Value) != b.String() {
		t.Errorf("the first edition has changed, or %v", err)
	}
}

// What could be subtracted from what was published before is refused, in words
// that say what it is about; what cannot is not.
func TestLedgerGuardsEditions(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	theme := waitingTheme(t)
	for _, unit := range []string{"a", "m"} {
		h.confirms(unit, theme)
		if _, why := h.publishes(unit, ""); why != "" {
			t.Fatal(why)
		}
	}
	if _, why := h.publishes("a", "Zomaar."); !strings.Contains(why, "hetzelfde als de nieuwste uitgave") {
		t.Errorf("the same once more: %q", why)
	}
	worded := survey.Choice{Foreword: "Zonder typefout."}
	if _, err := NewReports(h.store).Publish(t.Context(), "", "a", 2026, "kort", worded, "Een typefout in het voorwoord."); err != nil {
		t.Errorf("the same figures once more: %v", err)
	}
	// Somebody takes a comment out of the theme.
	r := h.resultsOf("a")
	at := slices.IndexFunc(r.Comments, func(c survey.Comment) bool { return strings.Contains(c.Text, "wachttijd") })
	if err := h.store.Label(t.Context(), "", store.Scope{Unit: "a", Year: 2026, Survey: "kort"}, r.Comments[at].ID, theme, new(bool)); err != nil {
		t.Fatal(err)
	}
	_, why := h.publishes("a", "Een opmerking ging ergens anders over.")
	if !strings.Contains(why, "minder dan 10 ouders hebben gezegd in opmerkingen zonder thema. Wacht tot er weer bussen geopend zijn, of laat het deel van de opmerkingen zonder thema weg") {
		t.Errorf("one comment more without a theme: %q", why)
	}
	if _, why := h.publishes("m", "Een opmerking ging ergens anders over."); why == "" {
		t.Error("the unit above told what the unit may not")
	}
	p, err := NewReports(h.store).prepare(t.Context(), "a", 2026, "kort", survey.Choice{})
	if err != nil || len(p.obstacles) != 2 || !errors.Is(p.obstacles[1], survey.ErrLedger) {
		t.Fatalf("%v, %v", p.obstacles, err)
	}
	if words, _ := h.views.Texts().Problem("nl", p.obstacles[1]); !strings.Contains(words, "minder dan 10 ouders hebben gezegd over het thema “") {
		t.Errorf("a theme less one comment: %q", words)
	}
	// Without the themes, or with enough others in the theme, it may go.
	left := survey.Choice{Left: []survey.Section{survey.SectionThemes}}
	if p, err = NewReports(h.store).prepare(t.Context(), "a", 2026, "kort", left); err != nil || len(p.obstacles) != 0 {
		t.Errorf("%v, %v", p.obstacles, err)
	}
	h.answered(30, func(i int) (mark, text string) { // half of them have a theme
		if i < 15 {
			return waited(i)
		}
		return waited(i + 40)
	})
	if _, why := h.publishes("a", "Er zijn nieuwe antwoorden."); why != "" {
		t.Errorf("a theme less one comment and with ten others: %s", why)
	}
}

// Where only comments without a theme would tell of a few, that figure alone is left
// out.
func TestOneFigureIsLeftOut(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	theme := waitingTheme(t)
	h.confirms("a", theme)
	if _, why := h.publishes("a", ""); why != "" {
		t.Fatal(why)
	}
	// Somebody gives one of them a theme that is in too few to be shown.
	comments := h.resultsOf("a").Comments
	coder := themes.NewCoder(themes.Shipped())
	at := slices.IndexFunc(comments, func(c survey.Comment) bool {
		about, void := stats.Mentions(coder, c)
		return len(about) == 0 && void == themes.NotVoid
	})
	other := themes.Shipped().Themes[slices.IndexFunc(themes.Shipped().Themes, func(x themes.Theme) bool { return x.ID != theme })].ID
	yes := true
	if err := h.store.Label(t.Context(), "", store.Scope{Unit: "a", Year: 2026, Survey: "kort"}, comments[at].ID, other, &yes); err != nil {
		t.Fatal(err)
	}
	if _, why := h.publishes("a", "Een opmerking kreeg een thema."); !strings.Contains(why, "laat het deel van de opmerkingen zonder thema weg") {
		t.Fatalf("one comment fewer without a theme: %q", why)
	}
	contains(t, h.as(survey.Manager, "a").Get(outPath+"/check").body, "the check", `href="`+outPath+`">Naar stap ‘Inhoud’`)
	left := survey.Choice{Left: []survey.Section{survey.SectionWithout}}
	if _, err := NewReports(h.store).Publish(t.Context(), "", "a", 2026, "kort", left, "Een opmerking kreeg een thema."); err != nil {
		t.Error(err)
	}
	if r := h.frozen("a", "kort"); r.Themes == nil || len(r.Themes.List) != 1 || r.Themes.Without != nil {
		t.Errorf("%+v", r.Themes)
	}
}

// Two who publish at the same time do not both get the first number, nor does one
// of them get past the ledger.
func TestTwoPublish(t *testing.T) {
	h := newHouse(t)
	h.answered(30, waited)
	var wait sync.WaitGroup
	numbers := make([]int, 4)
	for i, unit := range []string{"a", "m", "a", "m"} {
		wait.Go(func() {
			e, err := NewReports(h.store).Publish(t.Context(), "", unit, 2026, "kort", survey.Choice{}, "")
			if err != nil && !errors.Is(err, survey.ErrSameEdition) {
				t.Error(err)
			}
			numbers[i] = e.Number
		})
	}
	wait.Wait()
	slices.Sort(numbers)
	if fmt.Sprint(numbers) != "[0 0 1 1]" {
		t.Errorf("published as %v", numbers)
	}
	if list, err := h.store.Editions(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

// A theme that was confirmed with some words is not published with others, until
// somebody confirms it again; another name changes nothing.
func TestConfirmationIsOfWords(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	theme := waitingTheme(t)
	h.confirms("a", theme)
	published := func() int {
		t.Helper()
		return len(h.yearly(NewReports(h.store), "a", stats.Options{Publish: true}).Themes.List)
	}
	shipped, err := json.Marshal(themes.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var book themes.Codebook // of our own: the one that ships is everybody's
	if err := json.Unmarshal(shipped, &book); err != nil {
		t.Fatal(err)
	}
	save := func(revision int) {
		t.Helper()
		body, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.store.SaveCodebook(t.Context(), "", revision, body); err != nil {
			t.Fatal(err)
		}
	}
	at := slices.IndexFunc(book.Themes, func(x themes.Theme) bool { return x.ID == theme })
	book.Themes[at].Name = survey.Text{"nl": "Lang wachten"}
	save(0)
	if published() != 1 {
		t.Error("with another name it is not confirmed any more")
	}
	book.Themes[at].Patterns["nl"] = append(book.Themes[at].Patterns["nl"], "koud")
	save(1)
	if published() != 0 {
		t.Error("with another word it is still confirmed")
	}
	who := h.as(survey.Manager, "m")
	if r := who.Post("/staff/themes/a/2026/kort", url.Values{"do": {"confirm/" + theme}}); r.StatusCode != http.StatusSeeOther {
		t.Fatal(r.StatusCode)
	}
	if published() != 1 {
		t.Error("it cannot be confirmed again")
	}
}

// Seven answers that could be seen when k was five cannot be had from two editions
// once it is ten, until there are enough others.
func TestRaisedKGuardsEditions(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	setK := func(k int) {
		t.Helper()
		s, err := h.store.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.K, s.KReason = k, ""
		if k < survey.UsualK {
			s.KReason = "kleine teams"
		}
		if err := h.store.SaveSettings(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	answer := func(unit string, n int) {
		t.Helper()
		_, codes, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: n})
		if err != nil {
			t.Fatal(err)
		}
		for i, code := range codes {
			r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{"mark": {fmt.Sprint(1 + i%10)}}}
			if err := h.store.Drop(t.Context(), store.Submission{Code: code, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	setK(5)
	answer("a", 30)
	answer("b", 7)
	setK(10)
	if _, why := h.publishes("m", ""); why != "" {
		t.Fatal(why)
	}
	if _, why := h.publishes("a", ""); !strings.Contains(why, "minder dan 10 ouders") {
		t.Errorf("the town less team A is team B: %q", why)
	}
	if _, why := h.publishes("b", ""); !strings.Contains(why, "nog niets te publiceren") {
		t.Errorf("seven answers: %q", why)
	}
	answer("b", 12)
	if _, why := h.publishes("a", ""); why == "" {
		t.Error("the town as it was published less team A is still seven")
	}
	if _, why := h.publishes("m", "Er zijn nieuwe antwoorden."); !strings.Contains(why, "laat de teams weg") {
		t.Errorf("team A beside team B tells as much: %q", why)
	}
	left := survey.Choice{Left: []survey.Section{survey.SectionTeams}}
	if _, err := NewReports(h.store).Publish(t.Context(), "", "m", 2026, "kort", left, "Er zijn nieuwe antwoorden."); err != nil {
		t.Error(err)
	}
	answer("a", 12)
	if _, why := h.publishes("a", ""); why != "" {
		t.Errorf("team A with twelve others: %q", why)
	}
}
