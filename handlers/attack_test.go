package handlers

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"ouderstem/views"
	"regexp"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
)

// answeredIn lets parents of any team answer in a year, as [house.answered] does
// those of team A.
func (h *house) answeredIn(unit string, year, n int, answer func(i int) (mark, text string)) {
	h.t.Helper()
	_, codes, err := h.store.Print(h.t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: n})
	if err != nil {
		h.t.Fatal(err)
	}
	for i, code := range codes {
		mark, text := answer(i)
		answers := survey.Answers{"mark": {mark}}
		if text != "" {
			answers["better"] = []string{text}
		}
		r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: answers}
		if err := h.store.Drop(h.t.Context(), store.Submission{Code: code, Response: r}); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.store.OpenBoxes(h.t.Context(), year); err != nil {
		h.t.Fatal(err)
	}
}

// A manager who saw the mean mark of a team in any place, be it beside other
// teams, in the monitor or as a year in a trend, cannot have that of the same
// parents but one later, as those who mention a theme.
func TestMeanSeenAnywhereCounts(t *testing.T) {
	for name, test := range map[string]struct {
		look []string         // before the next opening
		told bool             // the mean of the theme after it
		left []survey.Section // of an edition that goes out before the next opening; none where it is nil
	}{
		"nobody looked":         {told: true},
		"the report":            {look: []string{"/staff/report/a/2026/kort"}},
		"beside other teams":    {look: []string{"/staff/report/m/2026/kort"}},
		"as it may go out":      {look: []string{"/staff/published/m/2026/kort"}},
		"the monitor":           {look: []string{"/staff/monitor/m/2026"}},
		"the monitor to come":   {look: []string{"/staff/monitor/m/2027"}},
		"the trend to come":     {look: []string{"/staff/report/a/2027/kort"}},
		"the trend much later":  {look: []string{"/staff/report/a/2029/kort"}},
		"an edition":            {left: []survey.Section{}},
		"teams without a mark":  {left: []survey.Section{survey.SectionMark, survey.SectionThemes}},
		"the monitor of a team": {look: []string{"/staff/monitor/a/2026?survey=kort"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
				t.Fatal(err)
			}
			cold := func(i int) (string, string) {
				return fmt.Sprint(6 + i%3), fmt.Sprintf("In kamer %d was het steeds koud.", i)
			}
			h.answeredIn("a", 2025, 10, cold)
			h.answeredIn("b", 2026, 12, cold)
			h.answeredIn("a", 2026, 25, func(i int) (string, string) {
				if i == 0 {
					return "1", "Het was steeds koud."
				}
				return fmt.Sprint(7 + i%3), fmt.Sprintf("Ik vond de wachttijd van %d weken erg lang.", i)
			})
			manager := h.as(survey.Manager, "m")
			for _, path := range test.look {
				if r := manager.Get(path); r.StatusCode != http.StatusOK {
					t.Fatalf("%s: %d", path, r.StatusCode)
				}
			}
			if test.left != nil {
				choice := survey.Choice{Left: test.left}
				if _, err := NewReports(h.store).Publish(t.Context(), "", "m", 2026, "kort", choice, ""); err != nil {
					t.Fatal(err)
				}
			}
			h.answeredIn("a", 2026, 12, cold)
			theme := waiting(t, h.yearly(NewReports(h.store), "a", stats.Options{}), waitingTheme(t))
			if theme.N != 24 || (theme.Marks != nil) != test.told {
				t.Errorf("of %d comments the marks are told: %+v %s", theme.N, theme.Marks, theme.NoMarks)
			}
		})
	}
}

// Since k was raised staff do not see the mark of the one team, since that of the
// municipality less it would be that of the seven of the other. So it does not go
// out either, and what goes out is what the preview showed.
func TestEditionShowsNoMoreThanStaffSee(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	mark := func(i int) (string, string) { return fmt.Sprint(6 + i%3), "" }
	h.set(func(s *survey.Settings) { s.K, s.KReason = survey.LeastK, "kleine teams" })
	h.answeredIn("a", 2026, 30, mark)
	h.answeredIn("b", 2026, 7, mark)
	h.set(func(s *survey.Settings) { s.K, s.KReason = survey.UsualK, "" })
	reports := NewReports(h.store)
	if seen := h.yearly(reports, "a", stats.Options{}); seen.Overall.Precision != stats.Hidden {
		t.Fatalf("staff see the mark of the one team: %+v", seen.Overall)
	}
	preview, err := json.Marshal(h.yearly(reports, "a", stats.Options{Publish: true}))
	if err != nil {
		t.Fatal(err)
	}
	e, why := h.publishes("a", "")
	if why != "" {
		t.Fatal(why)
	}
	out, err := stats.ReadReport(e.Value)
	if err != nil {
		t.Fatal(err)
	}
	if out.Overall.Precision != stats.Hidden || !bytes.Equal(e.Value, preview) {
		t.Errorf("what went out is not what was seen before: %+v", out.Overall)
	}
}

// Whatever the makers of a report type, and whatever their units are called, stays
// words: on the public pages, and in every file.
func TestHostileWordsGoOut(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	h.confirms("a", waitingTheme(t))
	const evil = "=cmd|' /C calc'!A0 <script>alert(1)</script> ]]> --> \"'><img src=x onerror=alert(2)> {{.}} &lt;b&gt; javascript:alert(3) \u202e \x0b \x00 \ufffe"
	ctx := t.Context()
	if err := h.store.SaveUnit(ctx, "", survey.Unit{ID: "a", Name: evil, Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager, "m")
	for _, form := range []url.Values{
		{views.FieldRecord: {views.RecordMeasure}, views.FieldDo: {views.DoSave}, views.FieldAction: {evil}, views.FieldReason: {evil}, views.FieldOwner: {evil[:60]}, views.FieldStatus: {string(survey.Planned)}},
		{views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoSave}, views.FieldLabel: {evil}, views.FieldNumerator: {"6"}, views.FieldDenominator: {"10"}, views.FieldSource: {evil}},
	} {
		if r := manager.Post("/staff/records/a/2026", form); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	form := manager.step(outPath)
	form.Set(views.FieldForeword, evil)
	manager.keeps(outPath, form)
	check := outPath + "/check"
	if r := manager.Post(check, manager.step(check)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	form = manager.step(outPath)
	form.Set(views.FieldForeword, evil+"\n\n"+evil)
	manager.keeps(outPath, form)
	second := manager.step(check)
	second.Set(views.FieldReason, evil)
	if r := manager.Post(check, second); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	hostile := regexp.MustCompile(`(?i)<script|<img src=x|onerror=[^&"]*>|href="javascript`)
	pages := []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/2"}
	for _, f := range Formats {
		pages = append(pages, "/w/a/2026/kort/2."+f.Name)
	}
	for _, path := range pages {
		page := h.has(path, http.StatusOK)
		switch kind := page.Header.Get("Content-Type"); {
		case strings.HasPrefix(kind, "text/html"):
			if bad := hostile.FindString(page.body); bad != "" {
				t.Errorf("%s has %s", path, bad)
			}
		case strings.HasPrefix(page.body, "PK"):
			soundXML(t, path, []byte(page.body))
		case strings.HasPrefix(kind, "text/csv"):
			if bad := regexp.MustCompile(`(?m)(^|[;,]"?)=cmd`).FindString(page.body); bad != "" {
				t.Errorf("%s has a formula", path)
			}
		}
		if d := page.Header.Get("Content-Disposition"); strings.ContainsAny(d, "<>\n\r") {
			t.Errorf("%s is called %s", path, d)
		}
	}
}

// soundXML reads every part of a packed file as XML, and looks for what is hidden
// in it or can run.
func soundXML(t *testing.T, path string, file []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, part := range z.File {
		if !regexp.MustCompile(`\.(xml|rels|svg)$`).MatchString(part.Name) {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(raw))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %s: %v", path, part.Name, err)
				break
			}
			if e, ok := token.(xml.StartElement); ok {
				for _, a := range e.Attr {
					if e.Name.Local == "script" || a.Value == "veryHidden" || a.Name.Local == "state" && a.Value == "hidden" ||
						strings.HasPrefix(a.Name.Local, "on") && e.Name.Space == "http://www.w3.org/2000/svg" || strings.HasPrefix(a.Value, "javascript:") {
						t.Errorf("%s: %s: <%s %s=%q>", path, part.Name, e.Name.Local, a.Name.Local, a.Value)
					}
				}
				if e.Name.Local == "f" && strings.Contains(part.Name, "sheet") || e.Name.Local == "script" {
					t.Errorf("%s: %s has a formula or a script", path, part.Name)
				}
			}
		}
	}
}

// A stranger learns nothing of what is not published: not of units, drafts, other
// years or withdrawn editions, and no address makes the program stumble.
func TestStrangerSeesOnlyWhatIsPublished(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	manager := h.as(survey.Manager, "m")
	form := manager.step("/staff/publish/m/2026/kort")
	form.Set(views.FieldForeword, "Nog geheim.")
	manager.keeps("/staff/publish/m/2026/kort", form)
	nothing := h.get("/w/bestaat-niet")
	long := strings.Repeat("a", 7000)
	for _, path := range []string{
		"/w/m", "/w/a", "/w/m/2026/kort/1", "/w/m/2026/kort/0", "/w/m/2026/kort/-1", "/w/m/2026/kort/99999999999999999999", "/w/m/2026/kort/1.json", "/w/m/2026/kort/1.pdf",
		"/w/m/2026/kort/draft", "/w/m/2026/kort/preview", "/w/m/2026/kort", "/w/m/2026", "/w/m/2026/kort/1/chart/mark.svg",
		"/w/%2e%2e%2fm", "/w/..%2f..%2fetc%2fpasswd", "/w/m%00", "/w/%ff%fe", "/w/m'%20OR%201=1--", "/w/%3Cscript%3E", "/w/" + long, "/w/m/2026/" + long + "/1.csv", "/w/" + strings.Repeat("a/", 2000),
	} {
		page := h.get(path)
		if page.StatusCode != http.StatusNotFound || page.body != nothing.body || page.Header.Get("ETag") != "" || page.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.60s: %d differs from what is not there", path, page.StatusCode)
		}
	}
	for _, lang := range []string{"nl", "en", "<script>", long, "%00", "nl;q=1,en"} {
		for _, path := range []string{"/w?lang=", "/thanks?lang=", "/thanks?for=", "/thanks?for=youth&lang="} {
			if page := h.get(path + lang); page.StatusCode != http.StatusOK || strings.Contains(page.body, "<script>") {
				t.Errorf("%s%.20s: %d", path, lang, page.StatusCode)
			}
		}
	}
	if h.log.Len() > 0 {
		t.Errorf("a stranger can fill the log: %.300s", h.log)
	}
	h.confirms("a", waitingTheme(t))
	if _, why := h.publishes("a", ""); why != "" {
		t.Fatal(why)
	}
	for _, path := range []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/1.json", "/w/a/2026/kort/1.html"} {
		if page := h.has(path, http.StatusOK); strings.Contains(page.body, "geheim") || strings.Contains(page.body, "Gemeente M") || strings.Contains(page.body, "/w/m") {
			t.Errorf("%s tells of another unit", path)
		}
	}
	h.has("/w/m", http.StatusNotFound)
}

// What a stranger sees changes with what is published and with nothing else: not
// with an answer, an opening or a card, used or not.
func TestAnswersChangeNoPublicByte(t *testing.T) {
	h := newHouse(t)
	h.publishesA()
	paths := []string{"/w", "/w/a", "/w/a/2026/kort/1", "/thanks", "/thanks?lang=en", "/"}
	for _, f := range Formats {
		paths = append(paths, "/w/a/2026/kort/1."+f.Name)
	}
	look := func() (seen []string) {
		for _, path := range paths {
			page := h.get(path)
			page.Header.Del("Date")
			seen = append(seen, fmt.Sprint(page.StatusCode, page.Header, page.body))
		}
		return seen
	}
	first := look()
	same := func(after string) {
		t.Helper()
		for i, now := range look() {
			if now != first[i] {
				t.Errorf("%s changed with %s", paths[i], after)
			}
		}
	}
	code := h.cards(12)
	sent := h.post(filled(code[0], "send"))
	same("an answer")
	again := h.post(filled(code[0], "send"))
	if sent.StatusCode != again.StatusCode || sent.Header.Get("Location") != again.Header.Get("Location") || sent.body != again.body {
		t.Error("a used card is told")
	}
	for _, c := range code[1:] {
		h.post(filled(c, "send"))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	same("an opening")
	h.release(1)
	h.set(func(s *survey.Settings) { s.K = 15 })
	same("a decision of staff")
}

// everyPage asks for every page and file below /staff and on the public pages that
// somebody with all roles can open, of these units and years. Left out are pages
// that draw a word anew each time, and PDFs, which hold what their page says; files
// are those of the first unit and year.
func (c *client) everyPage(units, years []string, more map[string]string) map[string]string {
	c.t.Helper()
	_, routes := c.doors()
	seen := map[string]string{}
	yearly := regexp.MustCompile(`^/(report|monitor|published|unit)/:unit/:year(/:survey)?$`)
	ask := func(path string) {
		var page reply
		if strings.HasPrefix(path, staffPath) {
			page = c.Get(path)
		} else {
			page = c.get(path)
		}
		if page.StatusCode < http.StatusInternalServerError {
			seen[path] = fmt.Sprint(page.StatusCode, page.Header.Get("Location"), page.Header.Get("ETag"), page.body)
		}
	}
	for _, r := range routes {
		if r.method != get || r.rule.stranger || strings.HasPrefix(r.path, "/entry/") || strings.HasSuffix(r.path, "pdf") || strings.HasPrefix(r.path, "/profile/") {
			continue
		}
		for _, unit := range units {
			for _, year := range years {
				here := unit == units[0] && year == years[0]
				if !here && (year != years[0] || strings.Contains(r.path, ".")) && !yearly.MatchString(r.path) {
					continue
				}
				path := strings.NewReplacer(":unit", unit, ":year", year).Replace(r.path)
				for name, value := range more {
					path = strings.ReplaceAll(path, name, value)
				}
				if _, done := seen[staffPath+path]; done {
					continue
				}
				ask(staffPath + path)
				if strings.HasPrefix(r.path, "/report/:unit/:year/:survey") && !strings.Contains(r.path, "chart") {
					ask(staffPath + path + "?funnel=1")
				}
			}
		}
	}
	for _, path := range []string{"/w", "/w/a", "/w/m", "/w/a/2026/kort/1", "/w/a/2026/kort/1.json", "/thanks"} {
		ask(path)
	}
	return seen
}

// A manager who fetches everything, in all units and years, before and after a
// parent sends something, sees no difference until boxes are opened; and then
// sees one.
func TestNothingMovesBetweenOpenings(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	h.answeredIn("a", 2025, 40, waited)
	h.answeredIn("b", 2026, 30, waited)
	h.publishesA()
	h.release(2)
	batch, codes, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 25})
	if err != nil {
		t.Fatal(err)
	}
	_, shared, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "b", Way: survey.ByPoster, Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	who := h.account(survey.Grant{Role: survey.Manager, Unit: survey.Everywhere}, survey.Grant{Role: survey.Administrator, Unit: survey.Everywhere}, survey.Grant{Role: survey.Coach, Unit: survey.Everywhere})
	manager := h.with(who)
	all := func() map[string]string {
		return manager.everyPage([]string{"a", "m", "b"}, []string{"2026", "2025", "2027"}, map[string]string{
			":survey": "kort", ":chart": "mark", ":number": "1", ":comment": h.resultsOf("a").Comments[0].ID,
			":theme": waitingTheme(t), ":batch": batch.ID, ":version": string(views.WholeReport), ":account": who.ID,
		})
	}
	all() // that exports are noted in the log of deeds is seen there
	notes := func(path string) bool { return strings.Contains(path, "/deeds") }
	first := all()
	for i, code := range codes {
		fields := filled(code, "send")
		if i%5 == 0 {
			fields = filled(shared[0], "send")
			fields.Set(views.FieldToken, fmt.Sprint("tik", i))
		}
		if r := h.post(fields); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	for path, now := range all() {
		if now != first[path] && !notes(path) {
			t.Errorf("%s changed with answers", path)
		}
	}
	if len(first) < 150 {
		t.Errorf("only %d pages were looked at", len(first))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	moved := 0
	for path, now := range all() {
		if now != first[path] && !notes(path) {
			moved++
			if strings.Contains(path, "/2025") {
				t.Errorf("%s is of another year and changed", path)
			}
		}
	}
	if moved < 20 {
		t.Errorf("an opening changed %d pages", moved)
	}
}

// Who asks for a file that takes long keeps nobody from one that is there.
func TestSlowFileKeepsNobodyWaiting(t *testing.T) {
	var c copies
	write := func(w io.Writer) error { _, err := io.WriteString(w, "klaar"); return err }
	if _, err := c.get(copyKey{format: "csv"}, write); err != nil {
		t.Fatal(err)
	}
	_, err := c.get(copyKey{format: "pdf"}, func(w io.Writer) error {
		again, err := c.get(copyKey{format: "csv"}, func(io.Writer) error { return errors.New("made twice") })
		if err != nil || string(again) != "klaar" {
			t.Errorf("%q, %v", again, err)
		}
		return write(w)
	})
	if err != nil {
		t.Fatal(err)
	}
}
