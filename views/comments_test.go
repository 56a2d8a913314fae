package views

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/survey"
)

func TestFoundPieces(t *testing.T) {
	for _, test := range []struct {
		text string
		hits []survey.Span
		want string
	}{
		{"de coach", nil, "de coach"},
		{"de coach", []survey.Span{{Start: 3, End: 8}}, "de |*coach"},
		{"[naam] en coach", []survey.Span{{Start: 1, End: 5}, {Start: 10, End: 15}}, "#[|#*naam|#]| en |*coach"},
		{"kort", []survey.Span{{Start: 0, End: 99}}, "*kort"},
	} {
		var parts []string
		for _, p := range cutAt(masked(test.text, map[string]bool{"naam": true}), test.hits) {
			part := p.Text
			if p.Hit {
				part = "*" + part
			}
			if p.Tag != "" {
				part = "#" + part
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, "|"); got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}

// However a comment is cut, it is the same comment.
func TestPiecesAreTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zé \[\]]|\[naam\]|…)*`).Draw(t, "text")
		at := rapid.IntRange(0, len(text)+1)
		hits := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) survey.Span {
			return survey.Span{Start: at.Draw(t, "start"), End: at.Draw(t, "end")}
		}), 0, 4).Draw(t, "hits")
		var found, masks strings.Builder
		for _, p := range cutAt(masked(text, map[string]bool{"naam": true}), hits) {
			found.WriteString(p.Text)
		}
		m := Masking{Wording: survey.Wording{Words: text, Masks: survey.Spans(text, hits)}}
		for _, p := range m.Pieces() {
			masks.WriteString(p.Text)
		}
		if found.String() != text || masks.String() != text {
			t.Fatalf("%q is %q and %q", text, found.String(), masks.String())
		}
	})
}

func TestCommentFilterQuery(t *testing.T) {
	for want, f := range map[string]CommentFilter{
		"":                                     {Page: 1},
		"?page=2":                              {Page: 2},
		"?q=a+%26+b&question=good&show=quotes": {Words: "a & b", Question: "good", Show: ShowQuotes, Page: 1},
	} {
		if got := f.Query(); got != want {
			t.Errorf("%+v is %q, want %q", f, got, want)
		}
	}
}

func TestDoneStandsWhereTheCommentIs(t *testing.T) {
	p := Comments{Done: "b", Frame: Frame{Said: "comment-hide"}}
	for ids, want := range map[string]int{"": 0, "a": 1, "a b c": 2, "a c": 1, "c d": 0, "b": 1} {
		p.Items = nil
		for id := range strings.FieldsSeq(ids) {
			p.Items = append(p.Items, CommentItem{Comment: survey.Comment{ID: id}})
		}
		if got := p.DoneAt(); got != want {
			t.Errorf("among %q before %d, want %d", ids, got, want)
		}
	}
	p.Said = ""
	if p.DoneAt() != -1 {
		t.Error("nothing was done, and it is told")
	}
}

// Whatever a comment or a search says, it is text.
func TestCommentsHostileText(t *testing.T) {
	const evil = `"><script>alert(1)</script>{{.K}}`
	v := newViews(t)
	c := survey.Comment{ID: strings.Repeat("0", 32), Text: evil, Lang: evil}
	item := CommentItem{Comment: c, Question: survey.Text{"nl": evil}, Hits: []survey.Span{{Start: 4, End: 9}}, Name: evil, MaskPath: "/staff/x"}
	unit := survey.Unit{ID: "x/y?z", Name: evil}
	decided := item
	decided.Decision = survey.Decision{Worry: survey.Advised, Note: evil}
	for name, page := range map[string]Page{
		"comments": &Comments{
			Unit: unit, Year: 2026, Survey: "kort", Title: survey.Text{"nl": evil}, Readable: 12, Total: 1, Pages: 1, Undo: evil, Done: evil, NextLook: "2026-12-01",
			Filter: CommentFilter{Words: evil, Page: 1}, Items: []CommentItem{item}, Questions: []CommentQuestion{{ID: "good", Text: survey.Text{"nl": evil}, N: 12}},
		},
		"masking": &Masking{Wording: survey.Wording{Comment: c, Words: evil}, Unit: unit, Asked: survey.Text{"nl": evil}, Back: "/staff/x", NextLook: "2026-12-01"},
		"safety":  &Safety{Unit: unit, Waiting: []Worry{{CommentItem: item, Fields: WorryFields(c.ID)}}, Decided: []Worry{{CommentItem: decided}}},
	} {
		for _, lang := range v.Texts().Languages() {
			if html := render(t, v, lang, page); strings.Contains(html, "<script>") || !strings.Contains(html, "alert(1)") {
				t.Errorf("%s in %s: what was typed became part of the page", name, lang)
			}
		}
	}
	if got, want := CommentsPath("x/y?z", 2026, "a b"), "/staff/comments/x%2Fy%3Fz/2026/a%20b"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Every reason, outcome and act has its words.
func TestCommentWords(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.Texts().Languages() {
		var keys []string
		for _, r := range survey.Reasons {
			keys = append(keys, "comments.reason."+string(r))
		}
		for _, o := range survey.Outcomes {
			keys = append(keys, "safety.outcome."+string(o))
		}
		for _, s := range Shows[1:] {
			keys = append(keys, "comments.show."+string(s), "comments.empty."+string(s))
		}
		for _, a := range []survey.Act{
			survey.ActQuote, survey.ActUnquote, survey.ActHide, survey.ActShow, survey.ActWorry, survey.ActCalm, survey.ActDecide, survey.ActReopen, "mask", DoUndo,
		} {
			keys = append(keys, "deed.comment."+string(a), fmt.Sprintf("said.comment-%s", a))
		}
		for _, key := range keys {
			if _, err := v.Texts().Say(lang, key, nil); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		}
	}
}
