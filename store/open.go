package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

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
}

// group is a set of boxes that are opened together, as answers of one unit.
type group struct {
	Opening
	boxes   []string
	waiting survey.Waiting
	hands   map[string]bool // that have cards out in the units concerned
}

func (g *group) ready(k int) bool { return g.waiting.Ready(k, len(g.hands)) }

// OpenBoxes opens every box that is ready; its answers get the given year. An
// error with one box does not keep the others closed.
func (st *Store) OpenBoxes(ctx context.Context, year int) ([]Opening, error) {
	return st.look(ctx, year, func(groups []*group, _ survey.Units) []*group {
		return slices.DeleteFunc(groups, func(g *group) bool { return !g.ready(survey.K) })
	})
}

// CloseYear opens every box that is ready, and what is left in smaller ones
// together with the box of the unit above, upward until there are enough. What
// is still too little stays sealed for the next year.
func (st *Store) CloseYear(ctx context.Context, year int) ([]Opening, error) {
	return st.look(ctx, year, pool)
}

// look decides with choose which boxes to open, opens them, and counts what is
// left.
func (st *Store) look(ctx context.Context, year int, choose func([]*group, survey.Units) []*group) ([]Opening, error) {
	if err := st.burn(ctx); err != nil { // what a crash has left
		return nil, err
	}
	tree, err := st.Units(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := st.groups(ctx)
	if err != nil {
		return nil, err
	}
	var openings []Opening
	var errs []error
	for _, g := range choose(groups, tree) {
		g.Year = year
		if err := st.open(ctx, g); err != nil {
			errs = append(errs, wrap(err, "opening for unit", g.Unit))
			continue
		}
		openings = append(openings, g.Opening)
	}
	errs = append(errs, st.CountWaiting(ctx, year))
	return openings, errors.Join(errs...)
}

// groups returns what waits, one group for each survey version, unit and way.
// A box that a crash left closed is in the group of the one that took its
// place.
func (st *Store) groups(ctx context.Context) ([]*group, error) {
	type row struct {
		box, hand string
		Opening
	}
	list, err := st.read.QueryContext(ctx, `
		SELECT box.survey, box.version, box.way, box.unit, box.id, sealed.hand, count(*)
		  FROM box JOIN sealed ON sealed.box = box.id
		 GROUP BY box.survey, box.version, box.way, box.unit, box.id, sealed.hand
		 ORDER BY box.survey, box.version, box.way, box.unit, box.id`)
	rows, err := collect(list, err, func(rows *sql.Rows, r *row) error {
		return rows.Scan(&r.Survey, &r.Version, &r.Way, &r.Unit, &r.box, &r.hand, &r.N)
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
			groups = append(groups, &group{Opening: r.Opening, waiting: survey.Waiting{}, hands: hands})
			last++
		}
		g := groups[last]
		if !slices.Contains(g.boxes, r.box) {
			g.boxes = append(g.boxes, r.box)
		}
		g.waiting[r.hand] += r.N
	}
	return groups, nil
}

// hands returns whose cards are out in a unit.
func (st *Store) hands(ctx context.Context, survey, unit string, way survey.Way) (map[string]bool, error) {
	rows, err := st.read.QueryContext(ctx, `
		SELECT DISTINCT hand FROM batch WHERE survey = $1 AND unit = $2 AND way = $3`, survey, unit, way)
	list, err := collect(rows, err, func(rows *sql.Rows, hand *string) error { return rows.Scan(hand) })
	hands := map[string]bool{}
	for _, h := range list {
		hands[h] = true
	}
	return hands, err
}

// pool returns the groups to open at a year's end: those that are ready, and
// otherwise what is left below a unit together with its own.
func pool(groups []*group, tree survey.Units) []*group {
	var ready []*group
	for len(groups) > 0 {
		// The deepest first, so that all below a unit is there when its turn comes.
		slices.SortStableFunc(groups, func(a, b *group) int { return len(tree.Above(b.Unit)) - len(tree.Above(a.Unit)) })
		g := groups[0]
		groups = groups[1:]
		if g.ready(survey.K) {
			ready = append(ready, g)
			continue
		}
		above := tree.Above(g.Unit)
		if len(above) == 0 {
			continue // too little even here: it stays sealed
		}
		g.Unit = above[0]
		same := slices.IndexFunc(groups, func(o *group) bool {
			return o.Survey == g.Survey && o.Version == g.Version && o.Way == g.Way && o.Unit == g.Unit
		})
		if same < 0 {
			groups = append(groups, g)
			continue
		}
		groups[same].join(g)
	}
	return ready
}

func (g *group) join(o *group) {
	g.boxes = append(g.boxes, o.boxes...)
	g.waiting.Add(o.waiting)
	for h := range o.hands {
		g.hands[h] = true
	}
}

// open opens a group of boxes: closes them, so that they take no more, reads
// and decrypts outside any transaction, then keeps the answers and deletes what
// was sealed in one. Whatever step it ends at, doing it again ends the same.
func (st *Store) open(ctx context.Context, g *group) error {
	st.step("open: begin")
	if err := st.closeBoxes(ctx, g.boxes); err != nil {
		return err
	}
	st.step("open: closed")
	s, err := st.Survey(ctx, g.Survey, g.Version)
	if err != nil {
		return err
	}
	responses, err := st.unseal(ctx, g.boxes, s)
	if err != nil {
		return err
	}
	if len(responses) < survey.K {
		return fmt.Errorf("only %d answers can be read, %d are needed", len(responses), survey.K)
	}
	g.N = len(responses)
	st.step("open: decrypted")
	if err := st.keep(ctx, g, s, responses); err != nil {
		return err
	}
	st.step("open: kept")
	return st.burn(ctx)
}

func (st *Store) closeBoxes(ctx context.Context, boxes []string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		for _, box := range boxes {
			if _, err := tx.ExecContext(ctx, `UPDATE box SET closed = 1 WHERE id = $1`, box); err != nil {
				return err
			}
		}
		return nil
	})
}

// unseal decrypts all that boxes hold. What does not answer the survey is left
// out and said in the log: no form of ours has sealed it.
func (st *Store) unseal(ctx context.Context, boxes []string, s *survey.Survey) ([]survey.Response, error) {
	var responses []survey.Response
	for _, box := range boxes {
		key, err := st.keys.key(box)
		if err != nil {
			return nil, err
		}
		rows, err := st.read.QueryContext(ctx, `SELECT body FROM sealed WHERE box = $1 ORDER BY id`, box)
		bodies, err := collect(rows, err, func(rows *sql.Rows, body *[]byte) error { return rows.Scan(body) })
		if err != nil {
			return nil, err
		}
		for _, body := range bodies {
			r, err := key.Unseal(box, body)
			if err == nil {
				err = r.Check(s)
			}
			if err != nil {
				st.log.Warn("left out a sealed row that holds no answer to its survey", "survey", s.ID, "version", s.Version)
				continue
			}
			responses = append(responses, r)
		}
	}
	return responses, nil
}

// keep stores what was opened and deletes what was sealed, in one transaction.
func (st *Store) keep(ctx context.Context, g *group, s *survey.Survey, responses []survey.Response) error {
	ratings, comments, tally, err := st.shuffle(s, responses)
	if err != nil {
		return err
	}
	id, err := st.id()
	if err != nil {
		return err
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		// Another process may have opened them meanwhile: then nothing is left.
		if err := forget(ctx, tx, g.boxes); err != nil {
			return err
		}
		if err := insertRatings(ctx, tx, g, ratings); err != nil {
			return err
		}
		if err := insertComments(ctx, tx, g, comments); err != nil {
			return err
		}
		if err := addTally(ctx, tx, g, tally); err != nil {
			return err
		}
		st.step("open: written")
		_, err := tx.ExecContext(ctx, `
			INSERT INTO opening (id, survey, version, unit, year, way, n) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, g.Survey, g.Version, g.Unit, g.Year, g.Way, g.N)
		return err
	})
}

// drawn is something under an id that was drawn for it.
type drawn[T any] struct {
	id   []byte
	item T
}

// shuffle takes responses apart and gives every part an id of its own. The
// parts come back in the order of those ids, which is no order at all.
func (st *Store) shuffle(s *survey.Survey, responses []survey.Response) (ratings []drawn[string], comments []drawn[survey.Comment], tally survey.Tally, err error) {
	tally = survey.Tally{}
	for _, r := range responses {
		tally.Add(r, s)
		closed, open := r.Split(s)
		packed, err := json.Marshal(closed)
		if err != nil {
			return nil, nil, nil, err
		}
		id, err := st.id()
		if err != nil {
			return nil, nil, nil, err
		}
		ratings = append(ratings, drawn[string]{id, string(packed)})
		for _, c := range open {
			id, err := st.id()
			if err != nil {
				return nil, nil, nil, err
			}
			comments = append(comments, drawn[survey.Comment]{id, c})
		}
	}
	slices.SortFunc(ratings, byID)
	slices.SortFunc(comments, byID)
	return ratings, comments, tally, nil
}

func byID[T any](a, b drawn[T]) int { return bytes.Compare(a.id, b.id) }

// forget deletes boxes with what is sealed in them and notes their keys for
// destruction.
func forget(ctx context.Context, tx *sql.Tx, boxes []string) error {
	for _, box := range boxes {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sealed WHERE box = $1`, box); err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM box WHERE id = $1 AND closed = 1`, box)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, errOpened)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO burn (box) VALUES ($1)`, box); err != nil {
			return err
		}
	}
	return nil
}

// errOpened says that somebody else has opened a box meanwhile.
var errOpened = errors.New("box was opened meanwhile")

func insertRatings(ctx context.Context, tx *sql.Tx, g *group, ratings []drawn[string]) error {
	insert, err := tx.PrepareContext(ctx, `
		INSERT INTO response (survey, version, unit, year, id, ratings) VALUES ($1, $2, $3, $4, $5, $6)`)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // the transaction ends it too
	for _, r := range ratings {
		if _, err := insert.ExecContext(ctx, g.Survey, g.Version, g.Unit, g.Year, r.id, r.item); err != nil {
			return err
		}
	}
	return nil
}

func insertComments(ctx context.Context, tx *sql.Tx, g *group, comments []drawn[survey.Comment]) error {
	insert, err := tx.PrepareContext(ctx, `
		INSERT INTO comment (survey, version, unit, year, question, id, lang, mark, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // the transaction ends it too
	for _, c := range comments {
		if _, err := insert.ExecContext(ctx, g.Survey, g.Version, g.Unit, g.Year,
			c.item.Question, c.id, c.item.Lang, c.item.Mark, c.item.Text); err != nil {
			return err
		}
	}
	return nil
}

func addTally(ctx context.Context, tx *sql.Tx, g *group, tally survey.Tally) error {
	counts := make([]survey.Count, 0, len(tally))
	for c := range tally {
		counts = append(counts, c)
	}
	slices.SortFunc(counts, func(a, b survey.Count) int {
		return strings.Compare(a.Question+"\x00"+a.Value, b.Question+"\x00"+b.Value)
	})
	for _, c := range counts {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO tally (survey, version, unit, year, question, value, n)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (survey, version, unit, year, question, value) DO UPDATE SET n = tally.n + excluded.n`,
			g.Survey, g.Version, g.Unit, g.Year, c.Question, c.Value, tally[c]); err != nil {
			return err
		}
	}
	return nil
}

// burn empties the write-ahead log, which still holds what was sealed, and
// destroys the keys of boxes that were opened.
func (st *Store) burn(ctx context.Context) error {
	rows, err := st.read.QueryContext(ctx, `SELECT box FROM burn ORDER BY box`)
	boxes, err := collect(rows, err, func(rows *sql.Rows, box *string) error { return rows.Scan(box) })
	if err != nil || len(boxes) == 0 {
		return err
	}
	if err := st.truncate(ctx); err != nil {
		return err
	}
	st.step("burn: log emptied")
	for _, box := range boxes {
		if err := st.keys.destroy(box); err != nil {
			return err
		}
		st.step("burn: key destroyed")
		if _, err := st.write.ExecContext(ctx, `DELETE FROM burn WHERE box = $1`, box); err != nil {
			return err
		}
	}
	st.step("burn: done")
	return nil
}

// truncate moves the write-ahead log into the database and cuts it to nothing.
// A reader in another process can keep it from doing so; the log is then cut at
// the next look.
func (st *Store) truncate(ctx context.Context) error {
	var busy, frames, moved int
	err := st.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	if err == nil && busy != 0 {
		st.log.Warn("write-ahead log not emptied: a reader held it")
	}
	return err
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
			 GROUP BY box.survey, box.unit`, year)
		return err
	})
}
