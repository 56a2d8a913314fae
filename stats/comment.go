package stats

import (
	"maps"
	"slices"

	"ouderstem/survey"
)

// Comments are the open answers to one question, in random order; none when
// fewer than k parents wrote one. Staff read all but those that a person hid;
// what is published has those that a person released.
type Comments struct {
	ID        string      `json:"id"`
	Text      survey.Text `json:"text"`
	Asks      survey.Asks `json:"asks,omitempty"`
	Precision Precision   `json:"precision"` // Hidden or Full
	// N parents wrote one, whatever was decided about it since: only then is it
	// a figure of opened boxes alone.
	N        int      `json:"n,omitempty"`
	Left     int      `json:"left,omitempty"` // how many of them a person hid; not in what is published
	Comments []string `json:"comments,omitempty"`
	// Deleted says that comments of this year are no longer kept.
	Deleted bool `json:"deleted,omitempty"`
}

// comments returns what may be shown of the answers to the open question q.
func comments(r survey.Results, q survey.Question, k int, opt Options) Comments {
	shown := Comments{ID: q.ID, Text: q.Text, Asks: q.Asks, Precision: Hidden, Deleted: r.Swept}
	list := readable(r, q, k)
	if len(list) == 0 {
		return shown
	}
	shown.Precision = Full
	shown.N = opt.count(len(list))
	for _, c := range list {
		switch {
		case c.Decision.Hidden != "" && !opt.Publish:
			shown.Left++
		case c.Decision.Hidden != "", opt.Publish && !c.Decision.Quote:
		default:
			shown.Comments = append(shown.Comments, c.Text)
		}
	}
	return shown
}

// readable returns the comments to q in r: all, or none when they are fewer than
// k.
func readable(r survey.Results, q survey.Question, k int) []survey.Comment {
	var list []survey.Comment
	for _, c := range r.Comments {
		if c.Question == q.ID {
			list = append(list, c)
		}
	}
	if len(list) < k {
		return nil
	}
	return list
}

// Reading is an open question with the comments to it that staff who work with
// them may read, those that were hidden too; none where they are fewer than k.
type Reading struct {
	ID       string
	Text     survey.Text
	Comments []survey.Comment
}

// Readings returns the open questions of r: those of the newest version that was
// answered, then those that only an older one asked.
func Readings(r survey.Results) []Reading {
	k := threshold(r.K)
	if r.Responses < k {
		r = unopened(r)
	}
	versions := slices.Sorted(maps.Keys(r.Versions))
	slices.Reverse(versions)
	var asked []*survey.Survey
	if r.Survey != nil {
		asked = append(asked, r.Survey)
	}
	for _, v := range versions {
		asked = append(asked, r.Versions[v])
	}
	var readings []Reading
	for _, s := range asked {
		for _, q := range s.Questions {
			if q.Kind != survey.Open || slices.ContainsFunc(readings, func(x Reading) bool { return x.ID == q.ID }) {
				continue
			}
			readings = append(readings, Reading{q.ID, q.Text, readable(r, q, k)})
		}
	}
	return readings
}
