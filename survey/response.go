package survey

import "slices"

// Response is one parent's answers: no time, no card, no person. Its open
// answers were masked before they got here.
type Response struct {
	Survey  string  `json:"survey"`
	Version int     `json:"version"`
	Lang    string  `json:"lang"`
	Answers Answers `json:"answers"`
}

// Check reports whether r answers s with values that s offers. It is asked
// again at the opening: a box may hold what no form has posted.
func (r Response) Check(s *Survey) error {
	if r.Survey != s.ID || r.Version != s.Version {
		return ErrBadInput
	}
	for id, values := range r.Answers {
		q, ok := s.Question(id)
		if !ok || len(values) == 0 {
			return ErrNotOffered
		}
		if err := q.Check(values); err != nil {
			return err
		}
	}
	return nil
}

// Split takes r apart as it is kept: the ratings together, every open answer
// by itself with nothing but the overall mark.
func (r Response) Split(s *Survey) (ratings Answers, comments []Comment) {
	mark := ""
	if q, ok := s.Overall(); ok {
		if v := r.Answers.First(q.ID); q.Side(v) != Unknown {
			mark = v
		}
	}
	ratings = Answers{}
	for _, q := range s.Questions {
		values, ok := r.Answers[q.ID]
		switch {
		case !ok:
		case q.Kind == Open:
			comments = append(comments, Comment{Question: q.ID, Lang: r.Lang, Mark: mark, Text: values[0]})
		default:
			ratings[q.ID] = slices.Clone(values)
		}
	}
	return ratings, comments
}

// Answered is the value under which a tally counts how many answered a
// question at all, whatever they answered.
const Answered = ""

// Count is a line of a tally: how many answered Value to Question in one
// version of a survey.
type Count struct {
	Version  int
	Question string
	Value    string
	N        int
}

// WithOpinion is the value under which a tally counts who gave any opinion to a
// Many question: its options say how often each was ticked, not by how many.
const WithOpinion = "+"

// Opinions returns how many answers figures about q are of: those with an
// opinion, and those without where the question counts them. A mark never does:
// a mean has no place for "don't know". counts may hold other questions too.
func (q Question) Opinions(counts []Count) int {
	offered := q.Values()
	all, some, opinions := 0, 0, 0
	for _, c := range counts {
		switch {
		case c.Question != q.ID:
		case c.Value == Answered:
			all += c.N
		case c.Value == WithOpinion:
			some += c.N
		case q.Side(c.Value) != Unknown && slices.Contains(offered, c.Value):
			opinions += c.N
		}
	}
	switch {
	case q.Kind == Open, q.CountUnknown && q.Kind != Mark:
		return all
	case q.Kind == Many:
		return some
	}
	return opinions
}

// Tally adds up answers, question by question.
type Tally map[Count]int // keys have N = 0

// Add counts the ratings and comments of one response.
func (t Tally) Add(r Response, s *Survey) {
	for _, q := range s.Questions {
		values, ok := r.Answers[q.ID]
		if !ok {
			continue
		}
		t[Count{Version: r.Version, Question: q.ID, Value: Answered}]++
		if q.Kind == Open {
			continue
		}
		if q.Kind == Many && slices.ContainsFunc(values, func(v string) bool { return q.Side(v) != Unknown }) {
			t[Count{Version: r.Version, Question: q.ID, Value: WithOpinion}]++
		}
		for _, v := range values {
			t[Count{Version: r.Version, Question: q.ID, Value: v}]++
		}
	}
}
