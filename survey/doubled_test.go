package survey

import "testing"

// What is asked twice in one question, and what only looks like it. Advice that
// is often wrong is not read: a doubtful pair counts as one thing.
func TestDoubled(t *testing.T) {
	tests := []struct{ lang, text, want string }{
		{"nl", "Was de coach vriendelijk en duidelijk?", "en"},
		{"nl", "Luisterde de coach en gaf hij goede uitleg?", "en"},
		{"nl", "Bent u tevreden over de hulp en de uitleg?", "en"},
		{"nl", "Kreeg u snel hulp of advies?", "of"},
		{"nl", "Was het gesprek prettig en nuttig? Denk aan het laatste gesprek.", "en"},
		{"nl", "Voelde u zich gehoord en serieus genomen?", "en"},
		{"nl", "De coach was duidelijk en kwam op tijd", "en"},
		{"nl", "Wist u waar u terecht kon en wat wij konden doen?", "en"},
		{"en", "Was the coach friendly and clear?", "and"},
		{"en", "Did you get help or advice in time?", "or"},
		{"en", "My views and worries were taken seriously", "and"},
		{"en", "Were you happy with the help and the explanation?", "and"},

		{"nl", "Heeft de hulp u en uw gezin geholpen?", ""},
		{"nl", "Is het nu veiliger voor uw kind of kinderen?", ""},
		{"nl", "Was het duidelijk wat de coach wel en niet kan doen?", ""},
		{"nl", "Wist u of de coach nog zou bellen?", ""},
		{"nl", "Was het voor u duidelijk of de hulp vrijwillig was?", ""},
		{"nl", "Wist u waar en bij wie u terecht kon?", ""},
		{"nl", "Was de coach er voor vader en moeder?", ""},
		{"nl", "Kon u dag en nacht bellen?", ""},
		{"nl", "Werd de situatie min of meer veilig?", ""},
		{"nl", "Kwam de coach af en toe langs?", ""},
		{"nl", "Was de uitleg duidelijk? Bijvoorbeeld over regels en geld.", ""},
		{"nl", "Ging het over u of iemand anders?", ""},
		{"nl", "Helpt uw familie of vrienden u nu?", ""},
		{"nl", "Praatten wij met uw zoon of dochter?", ""},
		{"nl", "Werkten de coach en de wijkagent samen?", ""},
		{"nl", "Hielp het bij het probleem of de problemen?", ""},
		{"nl", "Waren de brieven, de gesprekken en het plan duidelijk?", ""},
		{"nl", "Engelse les", ""},
		{"nl", "En nu?", ""},
		{"nl", "", ""},
		{"en", "Has the help helped you and your family?", ""},
		{"en", "Is it safer now for your child or children?", ""},
		{"en", "Was it clear what the coach can and cannot do?", ""},
		{"en", "Was it clear? For example about rules and money.", ""},
		{"en", "Did you know who or where to ask?", ""},
		{"tr", "Koç nazik ve açık mıydı? en of and or", ""}, // a language it does not know
	}
	for _, test := range tests {
		if got := doubled(test.text, test.lang); got != test.want {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

// Of the closed questions that ship these alone are said to be double, and they
// are: others wrote them, or both halves are meant.
func TestTemplatesAreHardlyDoubled(t *testing.T) {
	want := map[string]bool{"veiligheid choice nl en": true, "veiligheid choice en and": true, "esq taken-seriously nl en": true, "esq taken-seriously en and": true}
	templates, err := Templates()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range templates {
		for _, a := range Advise(s) {
			if a.Key != AdviceDouble || s.Audience == Staff {
				continue
			}
			got := s.ID + " " + a.Question + " " + a.Lang + " " + a.Args["Word"].(string)
			if !want[got] {
				q, _ := s.Question(a.Question)
				t.Errorf("%s: %s", got, q.Text[a.Lang])
			}
			delete(want, got)
		}
	}
	for w := range want {
		t.Errorf("not said: %s", w)
	}
}
