package store

import (
	"context"
	"database/sql"
	"errors"

	"ouderstem/survey"
)

// Opening is what became of one opening: n answers now count for a unit.
type Opening struct {
	Survey  string     `json:"survey"`
	Version int        `json:"version"`
	Unit    string     `json:"unit"`
	Way     survey.Way `json:"way"`
	Year    int        `json:"year"`
	N       int        `json:"n"`
	K       int        `json:"k"` // that it was opened with
}

// group is a set of boxes that are opened together, as answers of one unit.
type group struct {
	Opening
	boxes []survey.Sealed
	hands map[string]bool // that have cards out in the units concerned, or of which answers wait
}

// split parts what may be opened where k holds now from what may not; nil for
// none.
func (g *group) split(k int) (open, rest *group) {
	ready, left, with := survey.Openable(g.boxes, k, len(g.hands))
	part := func(boxes []survey.Sealed, with int) *group {
		if len(boxes) == 0 {
			return nil
		}
		p := *g
		p.boxes, p.K = boxes, with
		return &p
	}
	return part(ready, with), part(left, 0)
}

// enough reports whether what was split off as not ready is kept shut by the
// cards it came with and not by its number.
func (g *group) enough(k int) bool {
	return survey.Together(g.boxes).N() >= max(k, g.boxes[len(g.boxes)-1].Promised)
}

func (g *group) ids() []string {
	var ids []string
	for _, b := range g.boxes {
		ids = append(ids, b.Box)
	}
	return ids
}

// OpenBoxes opens every box that is ready; its answers get the given year. An
// error with one box does not keep the others closed.
func (st *Store) OpenBoxes(ctx context.Context, year int) ([]Opening, error) {
	openings, failed, err := st.look(ctx, year, st.ready)
	return openings, errors.Join(failed, err)
}

// ready returns the groups that may be opened by themselves.
func (st *Store) ready(groups []*group, _ survey.Units, k int) []*group {
	var ready []*group
	for _, g := range groups {
		open, rest := g.split(k)
		if open != nil {
			ready = append(ready, open)
		}
		if rest != nil && rest.enough(k) {
			st.log.Warn("box stays shut: too few answers come from other hands", "survey", g.Survey, "unit", g.Unit)
		}
	}
	return ready
}

// CloseYear opens every box that is ready, and what is left in smaller ones
// together with the box of the unit above, upward until there are enough. What
// is still too little stays sealed for the next year.
func (st *Store) CloseYear(ctx context.Context, year int) ([]Opening, error) {
	openings, failed, err := st.endYear(ctx, year)
	return openings, errors.Join(failed, err)
}

func (st *Store) endYear(ctx context.Context, year int) (openings []Opening, failed, err error) {
	openings, failed, err = st.look(ctx, year, pool)
	if err != nil {
		return openings, failed, err
	}
	st.step("year: opened")
	return openings, failed, st.poolHeld(ctx, year)
}

// look decides with choose which boxes to open, opens them, and counts what is
// left. A group that cannot be opened keeps no other closed; it is said in the
// log and in failed, and tried again at the next look.
func (st *Store) look(ctx context.Context, year int, choose func([]*group, survey.Units, int) []*group) (openings []Opening, failed, err error) {
	if err := st.burn(ctx); err != nil { // what a crash has left
		return nil, nil, err
	}
	if err := st.dropCopies(); err != nil {
		return nil, nil, err
	}
	if err := st.markLost(ctx); err != nil {
		return nil, nil, err
	}
	tree, err := st.Units(ctx)
	if err != nil {
		return nil, nil, err
	}
	groups, err := st.groups(ctx)
	if err != nil {
		return nil, nil, err
	}
	now, err := st.Settings(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, g := range choose(groups, tree, now.K) {
		g.Year = year
		switch err := st.open(ctx, g); {
		case err == nil:
			openings = append(openings, g.Opening)
		case errors.Is(err, errOpened): // another process was first: nothing is left to do
		default:
			failed = errors.Join(failed, wrap(err, "opening for unit", g.Unit))
		}
	}
	failed = errors.Join(failed, wrap(st.settle(ctx), "settling", "comments")) // the round ends all the same
	// Whatever was opened: nothing that was sealed or masked stays in the log.
	return openings, failed, errors.Join(st.truncate(ctx), st.CountWaiting(ctx, year))
}

// groups returns what waits, one group for each survey version, unit and way.
// A box that a crash left closed is in the group of the one that took its
// place.
func (st *Store) groups(ctx context.Context) ([]*group, error) {
	type row struct {
		box, hand string
		promised  int
		Opening
	}
	list, err := st.read.QueryContext(ctx, `
		SELECT box.survey, box.version, box.way, box.unit, box.id, box.promised, sealed.hand, count(*)
		  FROM box JOIN sealed ON sealed.box = box.id
		 WHERE box.state <> 'lost'
		 GROUP BY box.survey, box.version, box.way, box.unit, box.id, sealed.hand
		 ORDER BY box.survey, box.version, box.way, box.unit, box.id`)
	rows, err := collect(list, err, func(rows *sql.Rows, r *row) error {
		return rows.Scan(&r.Survey, &r.Version, &r.Way, &r.Unit, &r.box, &r.promised, &r.hand, &r.N)
	})
	if err != nil {
		return nil, err
	}
	var groups []*group
	for _, r := range rows {
		last := len(groups) - 1
		if last < 0 || groups[last].Survey != r.Survey || groups[last].Version != r.Version ||
			groups[last].Way != r.Way || groups[last].Unit != r.Unit {
			hands, err := st.hands(ctx, r.Survey, r.Unit, r.Way)
			if err != nil {
				return nil, err
			}
			groups = append(groups, &group{Opening: r.Opening, hands: hands})
			last++
		}
		g := groups[last]
		if n := len(g.boxes); n == 0 || g.boxes[n-1].Box != r.box {
			g.boxes = append(g.boxes, survey.Sealed{Box: r.box, Promised: r.promised, Waiting: survey.Waiting{}})
		}
		g.boxes[len(g.boxes)-1].Waiting[r.hand] += r.N
		if r.hand != "" { // also of stacks that are out no more: taking one out must not open a box
			g.hands[r.hand] = true
		}
	}
	return groups, nil
}

// hands returns whose cards are out in a unit, of those who are known by a mark.
// Of paper forms none are: who typed some in is a hand, and nobody else knows
// any of them. Whose answers wait is a hand too, whether or not their cards are
// still out.
func (st *Store) hands(ctx context.Context, survey, unit string, way survey.Way) (map[string]bool, error) {
	rows, err := st.read.QueryContext(ctx, `
		SELECT DISTINCT hand FROM batch
		 WHERE survey = $1 AND unit = $2 AND way = $3 AND hand <> '' AND retired = 0`, survey, unit, way)
	list, err := collect(rows, err, func(rows *sql.Rows, hand *string) error { return rows.Scan(hand) })
	hands := map[string]bool{}
	for _, h := range list {
		hands[h] = true
	}
	return hands, err
}

// CountWaiting notes how many answers are still sealed. Every look ends with it;
// in between the number stays as it was, and that of an earlier year for good.
func (st *Store) CountWaiting(ctx context.Context, year int) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM waiting WHERE year = $1`, year); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO waiting (survey, unit, year, n)
			SELECT box.survey, box.unit, $1, count(*)
			  FROM sealed JOIN box ON box.id = sealed.box
			 WHERE box.state <> 'lost'
			 GROUP BY box.survey, box.unit`, year)
		return err
	})
}
