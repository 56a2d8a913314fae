package survey

// Trend is what a survey's questions have to do with those of the version before
// it. A report compares two years only where the question is the same and offers
// the same.
type Trend struct {
	Same       []Question // compared as before
	Reworded   []Question // compared too, though the words changed
	OtherScale []Question // asked before, with answers that cannot be compared
	New        []Question
	Gone       []Question // of the version before; the others are those of the survey
}

// Since tells what s, under design, has to do with last.
func (s *Survey) Since(last *Survey) Trend {
	var t Trend
	named := s.Named()
	for i, q := range s.Questions {
		switch before, ok := last.Question(named.Questions[i].ID); {
		case !ok:
			t.New = append(t.New, q)
		case !named.Questions[i].SameScale(before):
			t.OtherScale = append(t.OtherScale, q)
		case before.reads(named.Questions[i]):
			t.Same = append(t.Same, q)
		default:
			t.Reworded = append(t.Reworded, q)
		}
	}
	for _, q := range last.Questions {
		if _, ok := named.Question(q.ID); !ok {
			t.Gone = append(t.Gone, q)
		}
	}
	return t
}

// reads reports whether q and r, of one scale, have the same words in every
// language that both have.
func (q Question) reads(r Question) bool {
	for i, o := range q.Options {
		if !o.Text.agrees(r.Options[i].Text) {
			return false
		}
	}
	return q.Text.agrees(r.Text) && q.Low.agrees(r.Low) && q.High.agrees(r.High)
}

func (t Text) agrees(u Text) bool {
	for lang, words := range t {
		if other, ok := u[lang]; ok && other != words {
			return false
		}
	}
	return true
}

// Advice is what the maker of a survey should know of its trend.
func (t Trend) Advice() []Advice {
	var list []Advice
	add := func(key string, questions []Question) {
		for _, q := range questions {
			list = append(list, Advice{Key: key, Question: q.ID, Field: QuestionField(q.ID)})
		}
	}
	add(AdviceOtherScale, t.OtherScale)
	add(AdviceReworded, t.Reworded)
	add(AdviceNew, t.New)
	for _, q := range t.Gone {
		list = append(list, Advice{Key: AdviceGone, Args: map[string]any{"Title": q.Text}})
	}
	return list
}
