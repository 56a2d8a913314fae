package stats

import (
	"encoding/json"
	"math"
	"slices"
)

// ReadReport reads a report that was frozen as JSON; it says the same as the one
// that was written, in every format.
func ReadReport(value []byte) (Report, error) {
	var rep Report
	if err := json.Unmarshal(value, &rep); err != nil {
		return rep, err
	}
	if rep.Overall != nil { // it stands among the questions, too
		i := slices.IndexFunc(rep.Questions, func(q Question) bool { return q.ID == rep.Overall.ID })
		if i >= 0 {
			rep.Overall = &rep.Questions[i]
		}
	}
	return rep, nil
}

// UnmarshalJSON reads a warning. Whole numbers among its arguments are whole
// numbers again: a sentence says 30, not 30.0.
func (w *Warning) UnmarshalJSON(value []byte) error {
	type plain Warning // without this method
	if err := json.Unmarshal(value, (*plain)(w)); err != nil {
		return err
	}
	for name, arg := range w.Args {
		if x, ok := arg.(float64); ok && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			w.Args[name] = int(x)
		}
	}
	return nil
}
