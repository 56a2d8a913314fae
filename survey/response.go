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

// Comment is one open answer, masked, apart from the response it came with
// but for the mark ("" when no mark was given).
type Comment struct {
	Question string
	Lang     string
	Mark     string
	Text     string
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
			comments = append(comments, Comment{q.ID, r.Lang, mark, values[0]})
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

// Opinions returns how many answers to q with an opinion counts hold; counts
// may hold other questions too.
func (q Question) Opinions(counts []Count) int {
	all, opinions := 0, 0
	for _, c := range counts {
		switch {
		case c.Question != q.ID:
		case c.Value == Answered:
			all += c.N
		case q.Side(c.Value) != Unknown:
			opinions += c.N
		}
	}
	if q.Kind == Many || q.Kind == Open || q.CountUnknown {
		return all
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
		for _, v := range values {
			t[Count{Version: r.Version, Question: q.ID, Value: v}]++
		}
	}
}
