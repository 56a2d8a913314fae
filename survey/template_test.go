package survey

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outlines is what the templates ask, a question a line: its id, its kind and
// where its options stand (+ positive, ~ between, - negative, ? unknown) or what
// an open one asks for. Read it again when it changes: ids and sides decide which years can be compared.
var outlines = map[string]string{
	"kort": `parents, drafted en
		mark mark unknown?
		listened one always+ often+ sometimes~ never- unknown?
		explained one always+ often+ sometimes~ never- unknown?
		decided one always+ often+ sometimes~ never- unknown?
		helped one much+ bit~ no- worse- unknown?
		good open good
		better open bad`,
	"veiligheid": `parents, drafted en
		mark mark unknown?
		heard one always+ often+ sometimes~ never- unknown?
		why one yes+ bit~ no- unknown?
		plan one yes+ bit~ no- unknown?
		choice one yes+ bit~ no- unknown?
		limits one yes+ bit~ no- unknown?
		steps one yes+ bit~ no- unknown?
		safer one much+ bit+ same~ less- unknown? rather-not?
		helped-most open good
		expected open bad`,
	"jeugd": `youth, drafted en
		mark mark unknown?
		heard one always+ often+ sometimes~ never- unknown?
		explained one always+ often+ sometimes~ never- unknown?
		decided one always+ often+ sometimes~ never- unknown?
		safer one much+ bit+ same~ less- unknown? rather-not?
		good open good
		better open bad`,
	"uitkomst": `parents, drafted en
		mark mark unknown?
		without one yes+ own-people+ other-help~ no- unknown?
		goals one all+ some~ none- no-goals? unknown?
		problems one much+ bit+ same~ more- unknown?
		stopped one no+ together+ me~ organisation- unknown?`,
	"fft": `parents, drafted nl
		experience one very-good+ good+ neither~ poor- very-poor- unknown? counted
		reason open`,
	"esq": `parents, drafted nl
		listened one certainly+ partly~ not- unknown?
		easy-to-talk one certainly+ partly~ not- unknown?
		treated-well one certainly+ partly~ not- unknown?
		taken-seriously one certainly+ partly~ not- unknown?
		know-how one certainly+ partly~ not- unknown?
		explanation one certainly+ partly~ not- unknown?
		together one certainly+ partly~ not- unknown?
		facilities one certainly+ partly~ not- unknown?
		times one certainly+ partly~ not- unknown?
		place one certainly+ partly~ not- unknown?
		recommend one certainly+ partly~ not- unknown?
		overall one certainly+ partly~ not- unknown?
		good open good
		better open bad
		more open`,
	"activiteit": `parents, drafted en
		mark mark unknown?
		useful one yes+ bit~ no- unknown?
		take-home open good
		better open bad`,
	"maatregelen": `staff, drafted en
		expect one yes+ partly~ no- not-applicable?
		choice one yes+ partly~ no- not-applicable?
		plan one yes+ partly~ no- not-applicable?
		every-parent one yes+ partly~ no- not-applicable?
		child one yes+ partly~ no- not-applicable?
		specialist one yes+ partly~ no- not-applicable?
		plain-words one yes+ partly~ no- not-applicable?
		feedback one yes+ partly~ no- not-applicable?
		former-clients one yes+ partly~ no- not-applicable?
		tell-back one yes+ partly~ no- not-applicable?`,
}

func outline(s *Survey) string {
	signs := map[Side]string{Positive: "+", Between: "~", Negative: "-", Unknown: "?"}
	lines := []string{string(s.Audience) + ", drafted " + strings.Join(s.Drafted, " ")}
	for _, q := range s.Questions {
		line := q.ID + " " + string(q.Kind)
		for _, o := range q.Options {
			line += " " + o.ID + signs[o.Side]
		}
		if q.CountUnknown {
			line += " counted"
		}
		if q.Asks != AsksAnything {
			line += " " + string(q.Asks)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n\t\t")
}

func templates(t *testing.T) map[string]*Survey {
	t.Helper()
	all, err := Templates()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTemplates(t *testing.T) {
	all := templates(t)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(outlines)), slices.Sorted(maps.Keys(all))); diff != "" {
		t.Fatal(diff)
	}
	for id, s := range all {
		if diff := cmp.Diff(outlines[id], outline(s)); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
		if diff := cmp.Diff([]string{"nl", "en"}, s.Languages); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
		if s.Version != 0 {
			t.Errorf("%s is published", id)
		}
	}
}

func TestTemplatesAreShort(t *testing.T) {
	for id, s := range templates(t) {
		most := 10
		if id == "esq" {
			most = 15 // an instrument of others is taken whole
		}
		if n := len(s.Questions); n > most {
			t.Errorf("%s asks %d questions, more than %d", id, n, most)
		}
		if _, ok := s.Overall(); ok && s.Questions[0].Kind != Mark {
			t.Errorf("%s does not begin with its mark", id)
		}
	}
}

// TestNobodyHasToHaveAnOpinion: every closed question has a way out, the last
// that is offered.
func TestNobodyHasToHaveAnOpinion(t *testing.T) {
	for id, s := range templates(t) {
		for _, q := range s.Questions {
			if q.Kind == Open {
				continue
			}
			sides := map[Side]int{}
			for _, o := range q.Options {
				sides[o.Side]++
			}
			if sides[Unknown] == 0 || q.Options[len(q.Options)-1].Side != Unknown {
				t.Errorf("%s: %s has no way out at its end", id, q.ID)
			}
			if q.Kind == One && (sides[Positive] == 0 || sides[Between] == 0 || sides[Negative] == 0) {
				t.Errorf("%s: %s leaves a band empty", id, q.ID)
			}
		}
	}
}

// words returns every text of s in lang, by field.
func words(s *Survey, lang string) map[string]string {
	all := map[string]string{"title": s.Title[lang], "credit": s.Credit[lang]}
	for _, q := range s.Questions {
		all[q.ID+".text"], all[q.ID+".help"] = q.Text[lang], q.Help[lang]
		all[q.ID+".low"], all[q.ID+".high"] = q.Low[lang], q.High[lang]
		for _, o := range q.Options {
			all[q.ID+"."+o.ID] = o.Text[lang]
		}
	}
	return all
}

func TestTemplatesSpeakToTheirReaders(t *testing.T) {
	formal := regexp.MustCompile(`(?i)\b(u|uw)\b`)
	familiar := regexp.MustCompile(`(?i)\b(je|jij|jou|jouw)\b`)
	assuming := regexp.MustCompile(`(?i)\b(partner|man|vrouw|husband|wife|ex)\b`)
	for id, s := range templates(t) {
		wrong := familiar
		if s.Audience == Youth {
			wrong = formal
		}
		for field, text := range words(s, "nl") {
			if wrong.MatchString(text) {
				t.Errorf("%s: %s says %q to %s", id, field, text, s.Audience)
			}
		}
		for _, lang := range s.Languages {
			for field, text := range words(s, lang) {
				if assuming.MatchString(text) {
					t.Errorf("%s: %s assumes a partner: %q", id, field, text)
				}
				if text != strings.TrimSpace(text) || Clean(text) != text {
					t.Errorf("%s: %s is not clean: %q", id, field, text)
				}
			}
		}
	}
}

func TestSourcesAreNamed(t *testing.T) {
	tests := []struct{ id, lang, want string }{
		{"esq", "nl", "vertaling niet gevalideerd"},
		{"esq", "nl", "CHI"},
		{"esq", "nl", "CORC"},
		{"esq", "en", "CHI"},
		{"esq", "en", "CORC"},
		{"fft", "nl", "NHS"},
		{"fft", "en", "NHS"},
		{"uitkomst", "nl", "NJi"},
		{"uitkomst", "en", "NJi"},
		{"maatregelen", "nl", "voorbeeld"},
		{"maatregelen", "en", "example"},
	}
	all := templates(t)
	for _, test := range tests {
		if got := all[test.id].Credit[test.lang]; !strings.Contains(strings.ToLower(got), strings.ToLower(test.want)) {
			t.Errorf("%s, %s: %q does not name %q", test.id, test.lang, got, test.want)
		}
	}
}

// TestAddresses are on printed cards: they may never change.
func TestAddresses(t *testing.T) {
	want := map[string]string{
		"activiteit": "9gjv", "esq": "w2sf", "fft": "pkt8", "jeugd": "0dwy",
		"kort": "4vdm", "maatregelen": "d7jz", "uitkomst": "wb8w", "veiligheid": "gmw4",
	}
	got := map[string]string{}
	taken := map[string]string{}
	for id, s := range templates(t) {
		got[id] = s.Address()
		if other, ok := taken[got[id]]; ok {
			t.Errorf("%s and %s have the same address %s", id, other, got[id])
		}
		taken[got[id]] = id
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
