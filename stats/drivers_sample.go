package stats

import (
	"slices"

	"ouderstem/survey"
)

// complete returns the levels of complete responses, the overall mark first, in
// an order that follows from what they are, and whether they were drawn from more.
//
// Drivers are the one figure that is made of responses and not of counts, so
// which responses is what protects parents. What is complete in a cut follows
// from the version that was answered and from nothing that a report chooses. Then
//
//   - every part of a cut that a smaller sample would stop at has k of them or
//     none, so that two samples, of any units, never differ by fewer;
//   - every part leaves k of them out: who takes them from all answers to a
//     question, which is what other figures are of, never has fewer than k left;
//   - a cut of which some answers are counted further up leaves k more out, for
//     those, and is used only beside answers from outside all units that lack
//     some of its own.
func complete(r survey.Results, k int, compared []scale) (rows [][]int, drawn bool) {
	for _, c := range completeCuts(r, k, compared) {
		for _, a := range c.used {
			rows = append(rows, levelsOf(a, compared))
		}
		drawn = drawn || len(c.Rows) < c.Responses
	}
	slices.SortFunc(rows, slices.Compare)
	return rows, drawn
}

// usedCut is a cut with those of its responses that are used.
type usedCut struct {
	survey.Cut
	used  []survey.Answers
	parts []int // how many of them are of each part, 0 for one that is not used
}

func completeCuts(r survey.Results, k int, compared []scale) []usedCut {
	var cuts []usedCut
	for _, c := range r.Sample {
		if !asksAll(r, c.Version, compared) {
			continue
		}
		if used, parts := completeOf(c, ordered(r.Versions[c.Version]), k); len(used) > 0 {
			cuts = append(cuts, usedCut{c, used, parts})
		}
	}
	alone := func(c usedCut) bool {
		return c.Lacking != "" && !slices.ContainsFunc(cuts, func(o usedCut) bool { return !slices.Contains(o.Path, c.Lacking) })
	}
	for i := slices.IndexFunc(cuts, alone); i >= 0; i = slices.IndexFunc(cuts, alone) {
		cuts = slices.Delete(cuts, i, i+1)
	}
	return cuts
}

// asksAll reports whether a version asks everything that is compared, on the
// same scale.
func asksAll(r survey.Results, version int, compared []scale) bool {
	s := r.Versions[version]
	return s != nil && !slices.ContainsFunc(compared, func(c scale) bool {
		_, there := s.Question(c.ID)
		return !there || !sameScale(r, version, c.Question)
	})
}

// completeOf returns the responses of a cut that answered all that was asked and
// may be used, and how many of them are of each part.
func completeOf(c survey.Cut, asked []scale, k int) (used []survey.Answers, parts []int) {
	incomplete := func(a survey.Answers) bool { return levelsOf(a, asked) == nil }
	left := k
	if c.Lacking != "" {
		left = 2 * k
	}
	begin := 0
	for _, end := range survey.Rungs(c.Responses) {
		if end > len(c.Rows) {
			break
		}
		part := slices.DeleteFunc(slices.Clone(c.Rows[begin:end]), incomplete)
		begin = end
		n := len(part) - left
		if n < k {
			n = 0
		}
		used, parts = append(used, part[:n]...), append(parts, n)
	}
	return used, parts
}
