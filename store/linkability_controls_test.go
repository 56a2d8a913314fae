package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// Installations that are worse than ours, each in one way. The game must find
// each of them out, by the adversary named, or it proves nothing.
func TestLinkabilityCatches(t *testing.T) {
	if campaign.Raced {
		t.Skip("the game is played without the race detector")
	}
	for _, control := range []struct {
		name     string
		in       install
		by       string  // the adversary who must find it out
		success  float64 // the least share of answers that this one must link
		openings int
	}{
		{"two tables that count their rows", twoTables(rowidTables), "card-response: time, returned", 1, 1},
		{"two tables with random keys", twoTables(""), "card-response: time, first sight", 1, 1},
		{"two tables with random keys", twoTables(""), "response-good: first sight of both", 1, 1},
		{"sealed, and opened one by one", oneByOne, "card-response: sealed id, while opening", 1, 1},
		{"sealed, and kept in the order of reading", notSorted, "card-response: sealed id, offset", 0.25, 1},
		{"nothing padded", notPadded, "card-good: sealed length, length", 0.4, 1},
		{"ids that rise with time", risingIDs, "card-response: time, id", 1, 1},
		{"ids of comments in the order of those of responses", sameOrder, "response-good: id of both", 1, 1},
		{"ids made of those of sealed rows", derivedIDs, "card-response: sealed id, id, derived", 1, 1},
		{"ids like those of sealed rows", likeIDs, "card-response: sealed id, id, bits in common", 1, 1},
		{"a file for each answer", filePerAnswer, "card-response: time, file", 1, 1},
		{"later openings beside earlier ones", notAnew, "opening-response: offset", 0.55, 2},
		{"what is deleted stays on its page", notErased, "opening-response: copies", 0, 2},
	} {
		t.Run(control.name+"/"+control.by, func(t *testing.T) {
			const units, stores = 8, 2
			found := scores{}
			for i := range stores * control.openings * control.openings { // an opening more is harder to see
				play(t, uint64(i)+1, control.in, units, control.openings, found, false)
			}
			s := found[control.by]
			if s == nil {
				t.Fatal("no such adversary")
			}
			if z := s.z(); s.success() < control.success || z < 2*sigmas && z > -2*sigmas {
				t.Error("not caught")
			}
			t.Logf("right %d times of %d, %.1f by chance: %+.1f sigma; %d of %d adversaries are beyond %d sigma",
				s.right, s.of, s.mean, s.z(), len(found.beyond(sigmas)), len(found), sigmas)
		})
	}
}

// TestLinkabilityEnds says where the promise ends: who has a box's key and a
// copy of the database from before its opening reads which answer came with
// which card.
func TestLinkabilityEnds(t *testing.T) {
	dir := inMemory(t)
	st := open(t, dir)
	s := town(t, st)
	known := map[string]bool{}
	card := map[string]survey.Code{} // by the id of the sealed row that came with it
	for _, code := range print(t, st, "a", "", survey.UsualK) {
		drop(t, st, s, []survey.Code{code})
		for _, id := range added(known, steal(t, dir).keys("sealed", 1)) {
			card[id] = code
		}
	}
	groups, err := st.groups(t.Context())
	if err != nil || len(groups) != 1 {
		t.Fatal(groups, err)
	}
	in, err := (&opener{Store: st}).unsealAll(t.Context(), groups[0])
	if err != nil || len(in) != survey.UsualK {
		t.Fatal(in, err)
	}
	for _, u := range in {
		if got, want := u.response.Answers[openQuestion(s)][0], "words of "+string(card[string(u.id)]); got != want {
			t.Errorf("read %q, want %q", got, want)
		}
	}
}

// opener is a store that opens its boxes in another way. keep puts what was in
// one box into the database.
type opener struct {
	*Store
	keep func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error
}

// unsealed is a response with the id it was sealed under.
type unsealed struct {
	id       []byte
	response survey.Response
}

func (o *opener) OpenBoxes(ctx context.Context, year int) ([]Opening, error) {
	groups, err := o.groups(ctx)
	if err != nil {
		return nil, err
	}
	s, err := o.Survey(ctx, "kort", 0)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		g.Year, g.K = year, survey.UsualK
		if err := o.closeBoxes(ctx, g.ids()); err != nil {
			return nil, err
		}
		in, err := o.unsealAll(ctx, g)
		if err != nil {
			return nil, err
		}
		g.N = len(in)
		if err := o.keep(ctx, g, s, in); err != nil {
			return nil, err
		}
		o.step("open: kept")
		if err := o.truncate(ctx); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (o *opener) unsealAll(ctx context.Context, g *group) (in []unsealed, err error) {
	for _, box := range g.ids() {
		key, err := o.keys.key(box)
		if err != nil {
			return nil, err
		}
		rows, err := o.read.QueryContext(ctx, `SELECT id, body FROM sealed WHERE box = $1 ORDER BY id`, box)
		some, err := collect(rows, err, func(rows *sql.Rows, u *unsealed) error {
			var body []byte
			if err := rows.Scan(&u.id, &body); err != nil {
				return err
			}
			u.response, err = key.Unseal(box, body)
			return err
		})
		if err != nil {
			return nil, err
		}
		in = append(in, some...)
	}
	return in, nil
}

// insert keeps one response and its comments under ids that are given.
func insert(ctx context.Context, tx *sql.Tx, unit string, s *survey.Survey, r survey.Response, next func() []byte) error {
	closed, open := r.Split(s)
	packed, err := json.Marshal(closed)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO response (survey, version, unit, year, id, ratings) VALUES ($1, $2, $3, 2026, $4, $5)`,
		s.ID, s.Version, unit, next(), string(packed)); err != nil {
		return err
	}
	for _, c := range open {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO comment (survey, version, unit, year, question, id, lang, mark, text, held)
			VALUES ($1, $2, $3, 2026, $4, $5, $6, $7, $8, 0)`,
			s.ID, s.Version, unit, c.Question, next(), c.Lang, c.Mark, c.Text); err != nil {
			return err
		}
	}
	return nil
}

// insertEach keeps responses in the order given, under ids from next.
func (st *Store) insertEach(ctx context.Context, g *group, s *survey.Survey, in []unsealed, next func(i int) func() []byte) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		if err := forget(ctx, tx, g.ids()); err != nil {
			return err
		}
		for i, u := range in {
			if err := insert(ctx, tx, g.Unit, s, u.response, next(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

// drawID is a random id, as ours are.
func (st *Store) drawID() []byte {
	id, err := st.id()
	if err != nil {
		panic(err) // the test's own source never fails
	}
	return id
}

// rowidTables are the tables of answers as most people would make them.
const rowidTables = `
	DROP TABLE comment; DROP TABLE response;
	CREATE TABLE response (survey, version, unit, year, id, ratings);
	CREATE TABLE comment (survey, version, unit, year, question, id, lang, mark, text, held);`

// direct is a store that keeps an answer as it comes, apart from its code.
type direct struct {
	*Store
	s *survey.Survey
}

func twoTables(tables string) install {
	return func(t *testing.T, c Config) (*Store, bus) {
		st := openWith(t, c)
		if _, err := st.write.Exec(tables); err != nil {
			t.Fatal(err)
		}
		return st, &direct{Store: st}
	}
}

func (d *direct) Drop(ctx context.Context, sub Submission) (err error) {
	if d.s == nil {
		if d.s, err = d.Survey(ctx, "kort", 0); err != nil {
			return err
		}
	}
	slot, err := d.slot(ctx, sub.Code)
	if err != nil {
		return err
	}
	return d.change(ctx, func(tx *sql.Tx) error {
		hash := sub.Code.Hash(d.pepper)
		if _, err := tx.ExecContext(ctx, `INSERT INTO spent (hash) VALUES ($1)`, hash[:]); err != nil {
			return err
		}
		return insert(ctx, tx, slot.unit, d.s, sub.Response, d.drawID)
	})
}

func (d *direct) OpenBoxes(context.Context, int) ([]Opening, error) { return nil, nil }

func oneByOne(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	return st, &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
		for _, u := range in {
			if err := st.change(ctx, func(tx *sql.Tx) error { return insert(ctx, tx, g.Unit, s, u.response, st.drawID) }); err != nil {
				return err
			}
		}
		return st.change(ctx, func(tx *sql.Tx) error { return forget(ctx, tx, g.ids()) })
	}}
}

func notSorted(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	return st, &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
		return st.insertEach(ctx, g, s, in, func(int) func() []byte { return st.drawID })
	}}
}

// sorted are n random ids in their order.
func (st *Store) sorted(n int) (ids [][]byte) {
	for range n {
		ids = append(ids, st.drawID())
	}
	slices.SortFunc(ids, slices.Compare)
	return ids
}

func sameOrder(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	return st, &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
		var lists [][][]byte // of responses, and of answers to each open question
		for range 3 {
			lists = append(lists, st.sorted(len(in)))
		}
		return st.insertEach(ctx, g, s, in, func(i int) func() []byte {
			n := -1
			return func() []byte { n++; return lists[n][i] }
		})
	}}
}

// changedIDs gives every row an id that is made of that of its sealed row.
func changedIDs(change func(sealed []byte, part byte) []byte) install {
	return func(t *testing.T, c Config) (*Store, bus) {
		st := openWith(t, c)
		return st, &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
			return st.insertEach(ctx, g, s, in, func(i int) func() []byte {
				part := byte(0)
				return func() []byte { part++; return change(in[i].id, part-1) }
			})
		}}
	}
}

var (
	derivedIDs = changedIDs(func(sealed []byte, part byte) []byte {
		if part == 0 {
			sum := sha256.Sum256(sealed)
			return sum[:idBytes]
		}
		sum := sha256.Sum256(append([]byte{part}, sealed...))
		return sum[:idBytes]
	})
	likeIDs = changedIDs(func(sealed []byte, part byte) []byte {
		id := slices.Clone(sealed)
		id[3] ^= part + 1
		return id
	})
)

// rising is a source of ids that begin with a number that counts up, as those
// of UUIDs of version 7 do with the time.
type rising struct {
	io.Reader
	n int
}

func (r *rising) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.n++
	for i, at := 0, r.n; i < 6 && i < len(b); i, at = i+1, at>>8 {
		b[min(5, len(b)-1)-i] = byte(at)
	}
	return n, err
}

func risingIDs(t *testing.T, c Config) (*Store, bus) {
	c.Random = &rising{Reader: c.Random}
	return theStore(t, c)
}

// unpadded is a store that seals an answer as long as it is.
type unpadded struct {
	*Store
	key cipher.AEAD
}

func notPadded(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	block, err := aes.NewCipher(make([]byte, 32)) // the thief does not have it
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		t.Fatal(err)
	}
	return st, &unpadded{st, aead}
}

func (u *unpadded) Drop(ctx context.Context, sub Submission) error {
	slot, err := u.slot(ctx, sub.Code)
	if err != nil {
		return err
	}
	box, err := u.taking(ctx, survey.Box{
		Survey: slot.survey, Version: sub.Response.Version, Unit: slot.unit, Way: slot.way, Promised: slot.promised,
	})
	if err != nil {
		return err
	}
	packed, err := json.Marshal(sub.Response)
	if err != nil {
		return err
	}
	return u.put(ctx, box.id, slot.hand, u.use(slot.way, sub), u.key.Seal(nil, nil, packed, nil))
}

func (u *unpadded) OpenBoxes(ctx context.Context, year int) ([]Opening, error) {
	groups, err := u.groups(ctx)
	if err != nil {
		return nil, err
	}
	s, err := u.Survey(ctx, "kort", 0)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		g.Year, g.K = year, survey.UsualK
		if err := u.closeBoxes(ctx, g.ids()); err != nil {
			return nil, err
		}
		rows, err := u.read.QueryContext(ctx, `SELECT body FROM sealed WHERE box = $1 ORDER BY id`, g.ids()[0])
		in, err := collect(rows, err, func(rows *sql.Rows, r *survey.Response) error {
			var body []byte
			if err := rows.Scan(&body); err != nil {
				return err
			}
			packed, err := u.key.Open(nil, nil, body, nil)
			if err != nil {
				return err
			}
			return json.Unmarshal(packed, r)
		})
		if err != nil {
			return nil, err
		}
		g.N = len(in)
		if err := u.Store.keep(ctx, g, s, in); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// notAnew puts rows of a later opening beside those of earlier ones, in the
// order of their ids.
func notAnew(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	return st, &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
		ids := st.sorted(3 * len(in))
		return st.insertEach(ctx, g, s, in, func(i int) func() []byte {
			n := 3*i - 1
			return func() []byte { n++; return ids[n] }
		})
	}}
}

func notErased(t *testing.T, c Config) (*Store, bus) {
	st, b := theStore(t, c)
	if _, err := st.write.Exec(`PRAGMA secure_delete = 0`); err != nil {
		t.Fatal(err)
	}
	return st, b
}

// filed is a store that also writes every answer to a file of its own, under the
// id that it will have.
type filed struct {
	*opener
	ids map[string][]byte // by a comment
}

func filePerAnswer(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	f := &filed{ids: map[string][]byte{}}
	f.opener = &opener{st, func(ctx context.Context, g *group, s *survey.Survey, in []unsealed) error {
		return st.insertEach(ctx, g, s, in, func(i int) func() []byte {
			id := f.ids[in[i].response.Answers["good"][0]]
			return func() []byte { was := id; id = st.drawID(); return was }
		})
	}}
	return st, f
}

func (f *filed) Drop(ctx context.Context, sub Submission) error {
	id := f.drawID()
	f.ids[sub.Response.Answers["good"][0]] = id
	if err := os.WriteFile(filepath.Join(f.dir, hex.EncodeToString(id)), []byte("sealed"), 0o600); err != nil {
		return err
	}
	return f.Store.Drop(ctx, sub)
}
