package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ouderstem/survey"
)

// setName is what the body of a set is encrypted for.
func setName(s survey.MarkSet) string {
	return fmt.Sprintf("%q %d %q %q %t %d", s.Survey, s.Year, s.Unit, s.Theme, s.Rest, s.Round)
}

// listName is the same for the list that they have their places in.
func listName(id string, year int) string { return fmt.Sprintf("%q %d", id, year) }

// packSet writes down the sums of a set, then the places of its members as the
// steps between them, which are small: a set of nearly all comments is a byte a
// comment.
func packSet(s survey.MarkSet, places map[string]int) []byte {
	at := make([]int, len(s.Members))
	for i, m := range s.Members {
		at[i] = places[m]
	}
	slices.Sort(at)
	var packed []byte
	for _, sum := range []int{s.N, s.Sum, s.Squares} {
		packed = binary.AppendVarint(packed, int64(sum))
	}
	last := -1
	for _, place := range at {
		packed = binary.AppendVarint(packed, int64(place-last))
		last = place
	}
	return packed
}

var errSet = errors.New("a set of marks is not whole, or names a comment that is not in the list")

// unpackSet reads what packSet wrote into s. Members are ids from list, in the
// order that ascending gives the places of list in.
func unpackSet(packed []byte, s *survey.MarkSet, list []string, ascending []int) error {
	next := func() (int, bool) {
		v, n := binary.Varint(packed)
		if n <= 0 {
			return 0, false
		}
		packed = packed[n:]
		return int(v), true
	}
	for _, sum := range []*int{&s.N, &s.Sum, &s.Squares} {
		v, ok := next()
		if !ok {
			return errSet
		}
		*sum = v
	}
	in := make([]bool, len(list))
	n := 0
	for place := -1; len(packed) > 0; n++ {
		step, ok := next()
		if !ok || step <= 0 || step >= len(list)-place {
			return errSet
		}
		place += step
		in[place] = true
	}
	s.Members = make([]string, 0, n)
	for _, place := range ascending {
		if in[place] {
			s.Members = append(s.Members, list[place])
		}
	}
	return nil
}

// order returns the places of list in the order of what stands there.
func order(list []string) []int {
	places := make([]int, len(list))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(a, b int) int { return strings.Compare(list[a], list[b]) })
	return places
}

// shownComments returns the comments that are in any set, in the order of their
// places.
func (st *Store) shownComments(ctx context.Context, db queryer, id string, year int) ([]string, error) {
	hidden, err := scalar[[]byte](ctx, db, `SELECT ids FROM shown_comment WHERE survey = $1 AND year = $2`, id, year)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	raw, err := st.decrypt(forShownMarks, listName(id, year), hidden)
	if err != nil {
		return nil, err
	}
	var list []string
	for c := range slices.Chunk(raw, idBytes) {
		list = append(list, hex.EncodeToString(c))
	}
	return list, nil
}

func (st *Store) saveShownComments(ctx context.Context, tx *sql.Tx, id string, year int, list []string) error {
	var raw bytes.Buffer
	for _, c := range list {
		b, err := hex.DecodeString(c)
		if err != nil {
			return err
		}
		raw.Write(b)
	}
	hidden, err := st.encrypt(forShownMarks, listName(id, year), raw.Bytes())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO shown_comment (survey, year, ids) VALUES ($1, $2, $3)
		ON CONFLICT (survey, year) DO UPDATE SET ids = excluded.ids`, id, year, hidden)
	return err
}
