package themes

import "testing"

// What says nothing says why; what says something is never swallowed.
func TestVoid(t *testing.T) {
	for _, test := range []struct {
		lang string
		want Void
		text []string
	}{
		{"nl", Blank, []string{"", " ", "-", "...", "?", "--/--", "\n"}},
		{"nl", Nothing, []string{
			"niets", "Niets.", "niks", "nix", "noppes", "Geen", "geen!", "nee", "Nee hoor", "nee, niks", "n.v.t.", "nvt", "N.V.T", "x", "nihil", "geen opmerkingen",
			"Geen verdere opmerkingen", "geen bijzonderheden", "niets bijzonders", "niks te melden", "niets toe te voegen", "ik heb niets toe te voegen",
			"Niet van toepassing", "geen tips", "geen aanvullingen", "niks eigenlijk", "eigenlijk niets", "Echt helemaal niets", "helemaal niks", "kan niks bedenken hoor",
			"ik kan niets bedenken", "zou niets weten", "niet echt", "niet dat ik weet", "voor mij niks", "bijna niks", "niets anders", "nee niets anders", "nee eigenlijk niet",
			"geen verwachtingen", "had niks verwacht", "ik had niets anders verwacht", "nee hoor", "neen", "nope", "nada", "niets, bedankt", "geen verbeterpunten", "Niks speciaals",
			"valt niks te zeggen", "geen commentaar", "op dit moment niets", "niets verder", "verder niets", "Nee. Niets. Bedankt.",
		}},
		{"nl", DontKnow, []string{
			"weet niet", "weet ik niet", "Weet ik niet.", "ik weet het niet", "weet ik zo niet", "geen idee", "Geen idee, sorry", "geen flauw idee", "ik zou het echt niet weten",
			"ik zou het niet weten", "zou ik niet weten", "weet ik niet meer", "weet het ff niet", "geen mening", "wk niet", "wkn", "kweenie", "kweet niet", "ik weet niet precies", "moeilijk te zeggen",
			"kan ik niet zeggen", "lastig te zeggen", "Weet niet zo goed", "nog geen idee",
		}},
		{"nl", NotVoid, []string{
			"geen aandacht voor mij", "niets werd uitgelegd", "niks aan gehad", "niets hielp", "niks geholpen", "er is niets gebeurd", "geen tolk", "geen respect", "geen coach gezien", "niets veranderd", "Niemand luisterde",
			"nooit iets gehoord", "ik weet niet wie de coach is", "weet niet waar ik aan toe ben", "geen idee waarom ze kwamen", "geen duidelijkheid", "nee, hij luisterde niet",
			"niet serieus genomen", "niet gehoord", "alles", "goed", "ja", "top", "prima", "helaas", "bedankt", "ik", "geen klachten", "Geen klachten, alles goed", "niets te klagen", "niks op aan te merken", "nee, top", "niets mis mee",
			"het was niets", "het was niks", "niks waard", "geen vertrouwen", "geen hulp", "geen steun", "geen plan", "nee zeggen mocht niet", "niets anders dan lof", "weg ermee", "0 hulp", "uitleg", "een tien",
		}},
		{"en", Nothing, []string{
			"nothing", "Nothing.", "none", "no", "Nope", "N/A", "n/a", "na", "nil", "no comment", "No comments", "nothing to add", "nothing really", "nothing at all", "nothing comes to mind", "can't think of anything",
			"I can't think of anything", "nothing that I can think of", "not really", "no, nothing", "nothing else", "not applicable", "nothing in particular", "nothing special", "none at the moment", "nothing, thank you", "I have nothing to add",
			"nothing different", "I expected nothing else", "nowt", "no suggestions", "no further comments",
		}},
		{"en", DontKnow, []string{"don't know", "dont know", "I don’t know", "I do not know", "not sure", "I'm not sure", "no idea", "I have no idea", "idk", "dunno", "hard to say", "no opinion", "can't say", "unsure", "I really don't know"}},
		{"en", NotVoid, []string{
			"no one listened", "nothing changed", "nothing was explained", "nothing helped", "no interpreter", "no help", "no respect", "none of them listened", "not heard", "not sure who my coach is", "I don't know why they came",
			"no idea what to expect", "no complaints", "nothing to complain about", "good", "yes", "everything", "thanks", "thank you", "sorry", "it was nothing", "never", "no trust", "no, they never came", "nothing but praise",
		}},
		{"tr", Nothing, []string{"-x-", "nvt", "0"}},
		{"tr", NotVoid, []string{"hiçbir şey değişmedi", "0 hulp"}},
		{"ar", Blank, []string{"…"}},
	} {
		for _, text := range test.text {
			if got := voidOf(test.lang, Clauses(text)); got != test.want {
				t.Errorf("%s %q is %q, want %q", test.lang, text, got, test.want)
			}
		}
	}
}
