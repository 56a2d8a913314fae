package redact_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"ouderstem/survey/redact"
)

func TestPerson(t *testing.T) {
	check(t, [][]string{
		{"Daan gaat weer naar school.", "[name] gaat weer naar school."},
		{"Het gaat goed met Fatima en Bram.", "Het gaat goed met [name] en [name]."},
		{"De hulp van Marieke Jansen-de Boer was fijn", "De hulp van [name] was fijn"},
		{"zonder Ayşe, Łukasz en Zoë", "zonder [name], [name] en [name]"},
		{"Anna's fiets en Jans juf, Kees' jas", "[name] fiets en [name] juf, [name]' jas"},
		{"Jan-Willem en Anne-Marie", "[name] en [name]"},
		{"met Hodan Warsame, Radjesh Bissessur en Hassan El Bouchti", "met [name], [name] en [name]"},
		{"Oksana en Selam kwamen", "[name] en [name] kwamen"},
		{"Toen kwam Peeters binnen", "Toen kwam [name] binnen"},
		{"Toen kwam Van den Broeck binnen", "Toen kwam [name] binnen"},
		{"Toen kwam De Vos binnen", "Toen kwam [name] binnen"},
		{"Ook sprak George W. Smit", "Ook sprak [name]"},
		{"met Johan uit West-Vlaanderen, met Anna in het Keizershof, met Jan op de Beek", "met [name] uit West-Vlaanderen, met [name] in het Keizershof, met [name]"},
		{"goed dat Mirjam kwam, en die Bram ook", "goed dat [name] kwam, en die [name] ook"},
		{"1. Peeters\n2. Jansen", "1. [name]\n2. [name]"},
		{"1. Bente 2. Adele", "1. [name] 2. [name]"}, // words too, but the number does not begin a sentence
		{"Thanks to Abdirahman we found a school", "Thanks to [name] we found a school"},
		{"HET GAAT GOED MET FATIMA EN MET ONS GEZIN", "HET GAAT GOED MET [name] EN MET ONS GEZIN"},
	})
}

func TestPersonInPublic(t *testing.T) {
	check(t, [][]string{
		{"minister Vandermeulen en premier Deprez", "minister [name] en premier [name]"},
		{"Ex-minister Colpaert, trainer Wrobelski en de Spanjaard Ferrandiz", "Ex-minister [name], trainer [name] en de Spanjaard [name]"},
		{"Dat klopt niet, zegt Ykkelaer.", "Dat klopt niet, zegt [name]."},
		{"Eerder zei Ykkelaer dat het kon", "Eerder zei [name] dat het kon"},
		{"de burgemeester Van der Meulebeke", "de burgemeester [name]"},
	})
}

func TestSmallLetters(t *testing.T) {
	check(t, [][]string{
		{"mijn zoon daan en mijn dochter noor-jane", "mijn zoon [name] en mijn dochter [name]"},
		{"coach fatima, juf ilse en mijn ex peter", "coach [name], juf [name] en mijn ex [name]"},
		{"mijn zoons daan en bram", "mijn zoons [name] en [name]"},
		{"mevrouw jansen, meneer el amrani en mevrouw de vries", "mevrouw [name], meneer [name] en mevrouw [name]"},
		{"ik heet fatima, ik ben fatima", "ik heet [name], ik ben [name]"},
		{"Daan is 8. Met daan gaat het goed", "[name] is 8. Met [name] gaat het goed"},
		{"my son oliver and my daughter emma", "my son [name] and my daughter [name]"},
		{"mijn zoon wil niet, mijn kind mag niet, coach was top, moeder hoopt, juf lief"},
		{"mijn dochter roos", "mijn dochter roos"}, // as likely a word
		{"meneer de voorzitter, mevrouw de rechter, mevrouw van de gemeente"},
		{"de bakker, jan en alleman, een piet, peter en meter"},
	})
}

func TestNoPerson(t *testing.T) {
	check(t, [][]string{
		{"Wijn op tafel. Prijs te hoog. Mooi gedaan. Hoop doet leven. Lief! Sterk. Fijn contact."},
		{"Roos is een bloem. Ben erg tevreden. Bent u er nog? Wil meer uitleg. Elke week. Lieve mensen."},
		{"In Mei en in Juni, op Maandag, met Kerst"},
		{"wij wonen in Almere en gingen naar Utrecht, Gent en Parijs"},
		{"Veilig Thuis, de Raad, Altra, Jeugdbescherming West, het Sociaal Team"},
		{"de Turkse tolk, een Pool, Syrisch, de Belgische wet"},
		{"met de Stichting Anna en in het Sint Jan, en op basisschool De Vlinder"},
		{"bij de Willem Schrikker Groep en bij Albert Heijn, bij AS Roma en in het Jan Breydel Stadion"},
		{"Hulpverlener was Jong en Echt Heel Goed"},
		{"Faith in it is gone. Will they call? May I ask. Ive never been here"},
		{"A. Geen hulp gehad, optie B. Wel hulp"},
		{"de Roos, het Daan, een Bas"},
		{"bij ons staat deze Camellia, naast onze Anemone"},
	})
}

// own reads sentences of ours with persons between braces, and returns how many
// of them are found, how many there are, how much was found and how much of it
// was right.
func own(t *testing.T, name string) (hit, persons, right, found int) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		var text []rune
		var gold []redact.Span
		for _, r := range line {
			switch r {
			case '{':
				gold = append(gold, redact.Span{Start: len(text)})
			case '}':
				gold[len(gold)-1].End = len(text)
			default:
				text = append(text, r)
			}
		}
		spans := redact.Find(string(text))
		persons += len(gold)
		found += len(spans)
		for _, g := range gold {
			if touches(g, spans) {
				hit++
			} else {
				t.Logf("not found: %s in %s", string(text[g.Start:g.End]), line)
			}
		}
		for _, s := range spans {
			if touches(s, gold) {
				right++
			} else {
				t.Logf("found: %s in %s", string(text[s.Start:s.End]), line)
			}
		}
	}
	return hit, persons, right, found
}

func touches(s redact.Span, others []redact.Span) bool {
	for _, o := range others {
		if s.Start < o.End && o.Start < s.End {
			return true
		}
	}
	return false
}

func TestOwnSentences(t *testing.T) {
	tests := []struct {
		file              string
		recall, precision float64
	}{
		{"news.txt", 0.90, 0.95},
		{"parents.txt", 0.97, 0.97},
	}
	for _, tt := range tests {
		hit, persons, right, found := own(t, tt.file)
		recall, precision := float64(hit)/float64(persons), float64(right)/float64(found)
		if recall < tt.recall || precision < tt.precision {
			t.Errorf("%s: recall %.3f of %d, precision %.3f of %d", tt.file, recall, persons, precision, found)
		}
	}
}

// BenchmarkComments masks 10,000 comments as long as parents write: half of them
// under 39 characters, one in a hundred over 466.
func BenchmarkComments(b *testing.B) {
	data, err := os.ReadFile("testdata/parents.txt")
	if err != nil {
		b.Fatal(err)
	}
	_, text, _ := strings.Cut(strings.NewReplacer("{", "", "}", "").Replace(string(data)), "braces.\n")
	text = strings.ReplaceAll(text, "\n", " ")
	const n = 10_000
	comments := make([]string, n)
	for i := range comments {
		quantile := math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/n-1)
		size := int(39 * math.Exp(quantile*math.Log(466.0/39)/2.326))
		from := i * 37 % (len(text) / 2)
		comments[i] = text[from:min(from+size, len(text))]
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range comments {
			redact.Find(c)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/comment")
}
