package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

const commentsPath = "/staff/comments/a/2026/kort"

// talked lets n parents of team A write "woorden NN", opens their box, and
// returns the comments by their words.
func (h *house) talked(n int) map[string]survey.Comment {
	h.t.Helper()
	open := ""
	for _, q := range h.survey.Questions {
		if q.Kind == survey.Open && open == "" {
			open = q.ID
		}
	}
	for i, code := range h.cards(n) {
		r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{"mark": {"7"}, open: {fmt.Sprintf("woorden %02d van Zonneschijn", i)}}}
		if err := h.store.Drop(h.t.Context(), store.Submission{Code: code, Response: r}); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.store.OpenBoxes(h.t.Context(), 2026); err != nil {
		h.t.Fatal(err)
	}
	r, err := h.store.Results(h.t.Context(), "kort", "a", 2026)
	if err != nil {
		h.t.Fatal(err)
	}
	said := map[string]survey.Comment{}
	for _, c := range r.Comments {
		said[c.Text[:10]] = c
	}
	return said
}

// act presses a button on the list and follows to where it leads.
func (c *client) act(path, do string, more ...string) reply {
	c.t.Helper()
	fields := url.Values{views.FieldDo: {do}}
	for i := 0; i+1 < len(more); i += 2 {
		fields.Add(more[i], more[i+1])
	}
	r := c.Post(path, fields)
	if r.StatusCode != http.StatusSeeOther {
		return r
	}
	return c.Get(strings.Split(r.Header.Get("Location"), "#")[0])
}

// step is what a page offers to undo.
func step(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="undo" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("nothing to undo")
	}
	return m[1]
}

func TestCommentsPage(t *testing.T) {
	h := newHouse(t)
	said := h.talked(60)
	manager := h.as(survey.Manager, "m")
	if r := manager.Get("/staff/comments/a"); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != commentsPath {
		t.Errorf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	first, second := manager.Get(commentsPath).body, manager.Get(commentsPath+"?page=2").body
	if n, m := strings.Count(first, `<li class="comment"`), strings.Count(second, `<li class="comment"`); n != 50 || m != 10 {
		t.Errorf("%d and %d comments on two pages", n, m)
	}
	if last := manager.Get(commentsPath + "?page=99").body; strings.Count(last, `<li class="comment"`) != 10 {
		t.Error("behind the last page is nothing")
	}
	for word := range said {
		if !strings.Contains(first+second, word) {
			t.Errorf("%q is on no page", word)
		}
	}
	if strings.Contains(first, ">7<") || strings.Contains(first, "mark=") {
		t.Error("a comment stands beside its mark")
	}
	found := manager.Get(commentsPath + "?q=woorden+07").body
	if strings.Count(found, `<li class="comment"`) != 1 || strings.Count(found, `<mark class="hit">`) != 2 {
		t.Error("search does not find one comment with two words marked")
	}
	for _, typed := range []string{`"`, "*", "AND", "-", "NOT woorden", "(((", "%00", strings.Repeat("x", 3000), "text:woorden", "NEAR("} {
		for _, more := range []string{"", "&show=nonsense&page=-1&question=none", "&page=x"} {
			if r := manager.Get(commentsPath + "?q=" + url.QueryEscape(typed) + more); r.StatusCode != http.StatusOK {
				t.Errorf("search for %q: %d", typed, r.StatusCode)
			}
		}
	}
	for path, want := range map[string]string{
		"/staff/comments/m/2025/kort": "Nog geen opmerkingen", // nothing was opened
		"/staff/comments/m/2027/kort": "Nog geen opmerkingen",
	} {
		if r := manager.Get(path); r.StatusCode != http.StatusOK || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

// A box with ten answers and nine comments shows none of them.
func TestTooFewComments(t *testing.T) {
	h := newHouse(t)
	for i, code := range h.cards(12) {
		f := filled(code, "send")
		if i > 7 {
			for name := range f {
				if strings.HasPrefix(name, views.QuestionField("")) && name != views.QuestionField("mark") {
					f.Del(name)
				}
			}
		}
		h.post(f)
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager, "a")
	if r := manager.Get(commentsPath); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Te weinig opmerkingen om te tonen") || strings.Contains(r.body, `<li class="comment"`) {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if r := h.as(survey.Manager, "m").Get("/staff/comments/m"); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
}

func TestDecideAboutComments(t *testing.T) {
	h := newHouse(t)
	said := h.talked(12)
	manager := h.as(survey.Manager, "a")
	one, two := said["woorden 01"].ID, said["woorden 02"].ID
	published := func() string { return manager.Get("/staff/publish/a/2026/kort/preview/whole").body }

	if strings.Contains(published(), "woorden 01") {
		t.Error("published before anybody chose it")
	}
	page := manager.act(commentsPath+"?q=woorden", "quote/"+one)
	if !strings.Contains(page.body, "Dit mag nu in een openbaar verslag") || !strings.Contains(page.body, `value="woorden"`) {
		t.Errorf("%d: not said, or the search is lost", page.StatusCode)
	}
	if p := published(); !strings.Contains(p, "woorden 01") || strings.Contains(p, "woorden 02") {
		t.Error("the report has not the one quote")
	}
	page = manager.act(commentsPath, "undo", views.FieldUndo, step(t, page.body))
	if !strings.Contains(page.body, "Ongedaan gemaakt") || strings.Contains(published(), "woorden 01") {
		t.Error("the quote was not undone")
	}
	if again := manager.act(commentsPath, "undo", views.FieldUndo, "abc"); !strings.Contains(again.body, "Er is niets veranderd") {
		t.Errorf("undo of nothing: %d", again.StatusCode)
	}
	// Several at once, and back at once.
	page = manager.act(commentsPath, "hide.hurtful", views.FieldComment, one, views.FieldComment, two)
	if strings.Contains(page.body, "woorden 01") || strings.Contains(manager.Get("/staff/report/a/2026/kort").body, "woorden 02") {
		t.Error("what was hidden is shown")
	}
	for _, show := range []string{"new", "quotes", "worry"} {
		if strings.Contains(manager.Get(commentsPath+"?show="+show).body, "woorden 01") {
			t.Errorf("hidden and in %s", show)
		}
	}
	if strings.Contains(manager.Get(commentsPath+"?q=01").body, `<li class="comment"`) {
		t.Error("hidden and found")
	}
	if hidden := manager.Get(commentsPath + "?show=hidden").body; !strings.Contains(hidden, "woorden 01") || !strings.Contains(hidden, "Kwetsend of dreigend") {
		t.Error("hidden and not told why")
	}
	if page = manager.act(commentsPath, "undo", views.FieldUndo, step(t, page.body)); !strings.Contains(page.body, "woorden 02") {
		t.Error("both were not shown again")
	}
	if none := manager.Post(commentsPath, url.Values{views.FieldDo: {"quote"}}); none.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(none.body, "Kies eerst") {
		t.Errorf("with none chosen: %d", none.StatusCode)
	}
	for _, bad := range []string{"publish/" + one, "hide/" + one, "hide.because/" + one, "", "mask/" + one, "decide/" + one} {
		if r := manager.Post(commentsPath, url.Values{views.FieldDo: {bad}, views.FieldComment: {one}}); r.StatusCode < 400 || r.StatusCode >= 500 {
			t.Errorf("%q: %d", bad, r.StatusCode)
		}
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	log := fmt.Sprint(deeds)
	if !strings.Contains(log, "deed.comment.quote") || !strings.Contains(log, h.store.CommentName(one)) {
		t.Errorf("not in the log: %s", log)
	}
	if strings.Contains(log, "woorden") || strings.Contains(log, one) {
		t.Error("the log has a comment or its id")
	}
	if strings.Contains(h.log.String(), "woorden") {
		t.Error("the operator's log has a comment")
	}
}

func TestMaskWords(t *testing.T) {
	h := newHouse(t)
	said := h.talked(12)
	manager := h.as(survey.Manager, "a")
	id := said["woorden 03"].ID
	path := commentsPath + "/" + id
	wording := func() string {
		t.Helper()
		m := regexp.MustCompile(`name="wording" value="([0-9a-f]+)"`).FindStringSubmatch(manager.Get(path).body)
		if m == nil {
			t.Fatal("no fingerprint")
		}
		return m[1]
	}
	old := wording()
	page := manager.act(path+"?show=new", "mask", views.FieldWording, old, views.FieldWord, "4") // Zonneschijn
	if !strings.Contains(page.body, "Bewaard") {
		t.Errorf("%d\n%s", page.StatusCode, page.body)
	}
	list := manager.Get(commentsPath).body
	if !strings.Contains(list, "woorden 03 van <mark>[…]</mark>") || strings.Contains(manager.Get("/staff/report/a/2026/kort.json").body, "03 van Zonneschijn") {
		t.Error("the word is still there")
	}
	if r := manager.Get(commentsPath + "?q=" + url.QueryEscape(`"03 van Zonneschijn"`)); strings.Contains(r.body, `<li class="comment"`) {
		t.Error("what is masked is found")
	}
	// Who has an older page is told, and sees what there is now.
	stale := manager.Post(path, url.Values{views.FieldWording: {old}, views.FieldWord: {"1"}})
	if stale.StatusCode != http.StatusConflict || !strings.Contains(stale.body, "net veranderd") || !strings.Contains(stale.body, "checked") {
		t.Errorf("an older page: %d", stale.StatusCode)
	}
	for _, word := range []string{"0", "5", "-1", "x", "99999999999999999999"} {
		if r := manager.Post(path, url.Values{views.FieldWording: {wording()}, views.FieldWord: {word}}); r.StatusCode != http.StatusBadRequest {
			t.Errorf("word %s: %d", word, r.StatusCode)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil { // the next round
		t.Fatal(err)
	}
	if strings.Contains(manager.Get(path).body, "Zonneschijn") {
		t.Error("after a round the word can be put back")
	}
}

func TestSafety(t *testing.T) {
	h := newHouse(t)
	said := h.talked(12)
	manager, above := h.as(survey.Manager, "a"), h.as(survey.Manager, "m")
	id := said["woorden 04"].ID
	manager.act(commentsPath, "worry/"+id)
	manager.act(commentsPath, "hide.recognisable/"+id) // hiding is no decision
	for _, c := range []struct {
		*client
		path string
	}{{manager, "/staff/safety/a"}, {above, "/staff/safety/m"}, {above, "/staff/safety/a"}} {
		if page := c.Get(c.path).body; !strings.Contains(page, "woorden 04") || strings.Contains(page, "woorden 05") {
			t.Errorf("%s has not the one worry", c.path)
		}
	}
	if page := above.Get("/staff/unit/m/2026").body; !strings.Contains(page, "Over 1 opmerking moet u nog beslissen") || !strings.Contains(page, "/staff/comments/m/2026/kort") {
		t.Error("the unit's page does not lead to the worry or to the comments")
	}
	if page := h.as(survey.Coach, "a").Get("/staff/unit/a/2026").body; strings.Contains(page, "/staff/safety/") || strings.Contains(page, "/staff/comments/") {
		t.Error("a coach is led to comments")
	}
	which := func(more url.Values) url.Values {
		more.Set(views.FieldYear, "2026")
		more.Set(views.FieldSurvey, "kort")
		more.Set(views.FieldComment, id)
		return more
	}
	for _, bad := range []url.Values{
		{views.FieldDo: {"decide"}, views.FieldNote: {"Typoscript 77"}},
		{views.FieldDo: {"decide"}, views.FieldNote: {"Typoscript 77" + strings.Repeat("x", 600)}, views.FieldOutcome: {"advised"}},
	} {
		if r := manager.Post("/staff/safety/a", which(bad)); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Typoscript 77") {
			t.Errorf("%v: %d", bad, r.StatusCode)
		}
	}
	decided := manager.act("/staff/safety/a", "decide", views.FieldYear, "2026", views.FieldSurvey, "kort", views.FieldComment, id,
		views.FieldOutcome, "advised", views.FieldNote, "Gebeld met Veilig Thuis")
	for _, want := range []string{"Uw besluit is bewaard", "Gebeld met Veilig Thuis", "Advies gevraagd", `value="reopen"`} {
		if !strings.Contains(decided.body, want) {
			t.Errorf("decided without %q", want)
		}
	}
	undone := manager.act("/staff/safety/a", "undo", views.FieldYear, "2026", views.FieldSurvey, "kort", views.FieldUndo, step(t, decided.body))
	if !strings.Contains(undone.body, `value="decide"`) || strings.Contains(undone.body, "Gebeld met") {
		t.Error("the decision was not undone")
	}
	if r := manager.Post("/staff/safety/a", url.Values{views.FieldDo: {"decide"}, views.FieldYear: {"soon"}}); r.StatusCode != http.StatusBadRequest {
		t.Errorf("no year: %d", r.StatusCode)
	}
}

// Whoever manages another branch finds nothing: not by address, not by id.
func TestCommentsOfAnotherBranch(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	said := h.talked(12)
	id := said["woorden 01"].ID
	owner, other := h.as(survey.Manager, "a"), h.as(survey.Manager, "b")
	done := owner.act(commentsPath, "worry/"+id)
	of := url.Values{views.FieldComment: {id}, views.FieldYear: {"2026"}, views.FieldSurvey: {"kort"}, views.FieldUndo: {step(t, done.body)}}
	with := func(do string) url.Values {
		f := url.Values{views.FieldDo: {do}}
		for name, values := range of {
			f[name] = values
		}
		return f
	}
	for _, path := range []string{commentsPath, commentsPath + "/" + id, "/staff/comments/a", "/staff/safety/a"} {
		if r := other.Get(path); r.StatusCode != http.StatusNotFound || strings.Contains(r.body, "Team A") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
		if r := other.Post(path, with("quote")); r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("post %s: %d", path, r.StatusCode)
		}
	}
	own := "/staff/comments/b/2026/kort"
	for name, r := range map[string]reply{
		"quote":  other.Post(own, with("quote/"+id)),
		"bulk":   other.Post(own, with("hide.other")),
		"mask":   other.Get(own + "/" + id),
		"masked": other.Post(own+"/"+id, with("mask")),
		"safety": other.Post("/staff/safety/b", with("calm")),
		"year":   owner.Post("/staff/comments/a/2025/kort", with("quote/"+id)),
		"survey": owner.Post("/staff/comments/a/2026/none", with("quote/"+id)),
	} {
		if r.StatusCode != http.StatusNotFound || strings.Contains(r.body, "woorden") {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	if r := other.act(own, "undo", views.FieldUndo, of.Get(views.FieldUndo)); !strings.Contains(r.body, "Er is niets veranderd") {
		t.Errorf("undo: %d", r.StatusCode)
	}
	r, err := h.store.Results(t.Context(), "kort", "a", 2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Comments {
		if c.ID == id && c.Decision != (survey.Decision{Worry: survey.Worrying}) {
			t.Errorf("changed from another branch: %+v", c.Decision)
		}
	}
}
