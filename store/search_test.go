package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"ouderstem/survey"
)

func texts(list ...string) []survey.Comment {
	comments := make([]survey.Comment, len(list))
	for i, text := range list {
		comments[i].Text = text
	}
	return comments
}

func TestSearch(t *testing.T) {
	comments := texts(
		"Zij luisterde écht naar ons",        // 0
		"De coach kwam te laat, AND NOT",     // 1
		"Luister eens naar mijn ex-partner",  // 2
		"Ruzie over het geld – 'naar' woord", // 3
		"Ik werd er rustig van. [naam] ook",  // 4
		"مرحبا بكم",                          // 5
	)
	for typed, want := range map[string][]string{
		"luister":                 {"0:luister", "2:Luister"},
		"LUISTERDE":               {"0:luisterde"},
		"echt":                    {"0:écht"},
		"écht":                    {"0:écht"},
		"naar luister":            {"0:luisterde naar", "2:"},
		`"naar ons"`:              {"0:naar ons"},
		`"ons naar"`:              {},
		`„naar mijn”`:             {"2:naar mijn"},
		`"naar`:                   {"0:naar", "2:naar", "3:naar"},
		"ex-partner":              {"2:ex-partner"},
		"part":                    {"2:part"},
		"tner":                    {}, // only where a word begins
		"AND":                     {"1:AND"},
		"NOT coach":               {"1:"},
		"OR":                      {},
		"coach*":                  {"1:coach"},
		"naam":                    {"4:naam"},
		"مرح":                     {"5:مرح"},
		"text:coach":              {},
		"NEAR(coach laat)":        {},
		"-coach":                  {"1:coach"},
		"^coach":                  {"1:coach"},
		`"`:                       {},
		`""`:                      {},
		"*":                       {},
		"- + ( ) { } : ^ '":       {},
		"":                        {},
		"\x00coach":               {"1:coach"},
		"'; DROP TABLE words; --": {},
	} {
		found, err := Search(t.Context(), comments, typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if len(found) != len(want) {
			t.Errorf("%q finds %v, want %v", typed, found, want)
			continue
		}
		for i, f := range found {
			var comment int
			number, hit, _ := strings.Cut(want[i], ":")
			if _, err := fmt.Sscan(number, &comment); err != nil {
				t.Fatal(err)
			}
			first := ""
			if len(f.Hits) > 0 {
				first = comments[f.Comment].Text[f.Hits[0].Start:f.Hits[0].End]
			}
			if f.Comment != comment || !strings.HasPrefix(hit, first) && !strings.HasPrefix(first, hit) || first == "" {
				t.Errorf("%q finds %d with %q, want %s", typed, f.Comment, first, want[i])
			}
		}
	}
}

// Words that were masked are not found: what cannot be read cannot be searched.
func TestSearchIsNoOracle(t *testing.T) {
	st := open(t, t.TempDir())
	talk(t, st)
	id := said(t, st, "a")["a 00"].ID
	w, err := st.Wording(t.Context(), townScope, id)
	if err != nil {
		t.Fatal(err)
	}
	found := func() int {
		t.Helper()
		list, err := Search(t.Context(), opened(t, st, "m", 2026).Comments, "daan")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := found()
	if _, err := st.Mask(t.Context(), "who", townScope, id, w.Fingerprint(), []survey.Span{{Start: 10, End: 14}}); err != nil {
		t.Fatal(err)
	}
	if after := found(); before != 24 || after != 23 {
		t.Errorf("found %d, and %d once one of them was masked", before, after)
	}
}

// The index leaves nothing behind: not in the data directory, not beside it.
func TestSearchKeepsNoIndex(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	talk(t, st)
	t.Setenv("SQLITE_TMPDIR", dir)
	t.Chdir(dir)
	if _, err := Search(t.Context(), append(opened(t, st, "m", 2026).Comments, texts("kanarievogel")...), "kanarievogel"); err != nil {
		t.Fatal(err)
	}
	find(t, dir, []byte("kanarievogel"), false)
	n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%fts%'`)
	if err != nil || n != 0 {
		t.Errorf("%d tables of an index in the database, %v", n, err)
	}
}

// Whatever is typed is a query, and hits are words of the text.
func FuzzSearch(f *testing.F) {
	for _, typed := range []string{
		"coach", `"`, `""`, `"een twee`, "*", "AND", "a OR b", "NOT", "-", "NEAR(a b, 2)", "text : x", "{a b} : c", "^a", "a + b", "(", ")", "é", "[naam]",
		"\x00", "\xff", "🙂", "ﬀ", "a\"b*c", strings.Repeat("x ", 300), strings.Repeat(`"`, 999), "İ", "\u0301", "ⴰⴱ", "𞤀",
	} {
		f.Add(typed, "De coach zei: \"een twee\" é [naam]")
		f.Add(typed, typed)
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		text = survey.Clean(text) // as every comment was
		found, err := Search(context.Background(), texts("iets anders", text), typed)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		for _, hit := range found {
			if hit.Comment != 1 {
				continue
			}
			at := 0
			for _, h := range hit.Hits {
				if h.Start < at || h.End <= h.Start || h.End > len(text) || !utf8.ValidString(text[h.Start:h.End]) {
					t.Fatalf("hits %v in %q", hit.Hits, text)
				}
				at = h.End
			}
		}
	})
}

// talkative is ten thousand comments of the usual lengths.
func talkative() []survey.Comment {
	dice := rand.New(rand.NewPCG(1, 2))
	bank := strings.Fields("de coach luisterde goed naar ons en legde alles rustig uit maar het duurde lang voor er iets gebeurde met school en plan")
	list := make([]string, 10_000)
	for i := range list {
		words := make([]string, 3+dice.IntN(12))
		for j := range words {
			words[j] = bank[dice.IntN(len(bank))]
		}
		list[i] = strings.Join(words, " ")
	}
	return texts(list...)
}

// BenchmarkSearch measures a search in 10,000 comments: the index is made each
// time.
func BenchmarkSearch(b *testing.B) {
	comments := talkative()
	for _, typed := range []string{"luister", `"naar ons" school`, "nergens"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				if _, err := Search(b.Context(), comments, typed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchComments fills a store for a benchmark with 10,000 comments of a unit and
// a year, and returns their ids.
func benchComments(b *testing.B) (*Store, Scope, []string) {
	b.Helper()
	st, s, _ := bench(b, 10)
	in := Scope{"a", 2026, s.ID}
	var list []drawn[survey.Comment]
	var ids []string
	for _, c := range talkative() {
		id, err := st.id()
		if err != nil {
			b.Fatal(err)
		}
		c.Question = openQuestion(s)
		c.Mark = "7"
		list = append(list, drawn[survey.Comment]{id: id, item: c})
		ids = append(ids, hex.EncodeToString(id))
	}
	if err := st.change(b.Context(), func(tx *sql.Tx) error {
		return insertComments(b.Context(), tx, cut{s.ID, s.Version, in.Unit, in.Year}, list)
	}); err != nil {
		b.Fatal(err)
	}
	return st, in, ids
}

// BenchmarkDecide measures one decision among 10,000 comments of a unit and a
// year, and reading them.
func BenchmarkDecide(b *testing.B) {
	st, in, ids := benchComments(b)
	id := ids[5000]
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if got, err := comments(b.Context(), st.read, in); err != nil || len(got) != len(ids) {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("decide", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			act := []survey.Act{survey.ActQuote, survey.ActUnquote}[i%2]
			if _, err := st.Decide(b.Context(), "", in, survey.Ruling{Act: act}, id); err != nil {
				b.Fatal(err)
			}
		}
	})
}
