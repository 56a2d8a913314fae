package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"ouderstem/survey"
)

// Scope is what comments are listed by: those to a survey in a unit, with all
// below it, and a year.
type Scope struct {
	Unit   string
	Year   int
	Survey string
}

// kept is a comment as the database has it, with what was decided about it.
type kept struct {
	survey.Wording
	id           []byte
	version      int
	unit         string
	step, before string
}

// decided is a decision with its masks: what a step can bring back.
type decided struct {
	survey.Decision
	Masks []survey.Span `json:"masks,omitempty"`
}

func (k kept) decided() decided { return decided{k.Decision, k.Masks} }

// commentColumns are read by kept.scan. Nobody reads the words of a comment in
// another way, so that nobody can forget the masks.
const commentColumns = ` comment.id, comment.version, comment.unit, comment.question, comment.lang, comment.mark,
	comment.text, coalesce(decision.quote, 0), coalesce(decision.hidden, ''), coalesce(decision.worry, ''),
	coalesce(decision.note, ''), coalesce(decision.masks, ''), coalesce(decision.step, ''), coalesce(decision.before, '') `

// scan reads commentColumns, and what stands before them.
func (k *kept) scan(rows *sql.Rows, before ...any) error {
	var masks string
	if err := rows.Scan(append(before, &k.id, &k.version, &k.unit, &k.Question, &k.Lang, &k.Mark, &k.Words,
		&k.Decision.Quote, &k.Decision.Hidden, &k.Decision.Worry, &k.Decision.Note, &masks, &k.step, &k.before)...); err != nil {
		return err
	}
	if masks != "" {
		if err := json.Unmarshal([]byte(masks), &k.Masks); err != nil {
			return err
		}
	}
	k.ID = hex.EncodeToString(k.id)
	k.Text = survey.Omit(k.Words, k.Masks)
	return nil
}

// comments returns what may be read in a scope, by question and in the order of
// ids, which is no order.
func comments(ctx context.Context, db queryer, in Scope) ([]kept, error) {
	rows, err := db.QueryContext(ctx, below+`
		SELECT`+commentColumns+`
		  FROM comment LEFT JOIN decision ON decision.comment = comment.id
		 WHERE comment.unit IN (SELECT id FROM below) AND comment.survey = $2 AND comment.year = $3 AND comment.held = 0
		 ORDER BY comment.question, comment.id`, in.Unit, in.Survey, in.Year)
	return collect(rows, err, func(rows *sql.Rows, k *kept) error { return k.scan(rows) })
}

func fillComments(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	list, err := comments(ctx, tx, Scope{r.Unit.ID, r.Year, id})
	for _, k := range list {
		r.Comments = append(r.Comments, k.Comment)
	}
	return err
}

// Wording returns a comment of a scope with what its masks hide, for who is to
// mask more of it. [survey.ErrNoRecord] when it has none with that id.
func (st *Store) Wording(ctx context.Context, in Scope, id string) (survey.Wording, error) {
	list, err := comments(ctx, st.read, in)
	if err != nil {
		return survey.Wording{}, err
	}
	for _, k := range list {
		if k.ID == id {
			return k.Wording, nil
		}
	}
	return survey.Wording{}, survey.ErrNoRecord
}

// Worries lists where in a unit, with all below it, somebody worries about a
// comment or did, the newest year first.
func (st *Store) Worries(ctx context.Context, unit string) ([]Scope, error) {
	rows, err := st.read.QueryContext(ctx, below+`
		SELECT DISTINCT $1, comment.year, comment.survey
		  FROM comment JOIN decision ON decision.comment = comment.id
		 WHERE comment.unit IN (SELECT id FROM below) AND comment.held = 0 AND decision.worry <> ''
		 ORDER BY comment.year DESC, comment.survey`, unit)
	return collect(rows, err, func(rows *sql.Rows, in *Scope) error { return rows.Scan(&in.Unit, &in.Year, &in.Survey) })
}

// OpenWorries returns how many comments in a unit, with all below it, wait for a
// decision about a worry.
func (st *Store) OpenWorries(ctx context.Context, unit string) (int, error) {
	return scalar[int](ctx, st.read, below+`
		SELECT count(*) FROM comment JOIN decision ON decision.comment = comment.id
		 WHERE comment.unit IN (SELECT id FROM below) AND comment.held = 0 AND decision.worry = $2`, unit, survey.Worrying)
}

// CommentName is what the audit log calls a comment: a keyed hash of its id.
// With the id itself a stolen database would tell, by the day of a decision, in
// which month the comment's box was opened.
func (st *Store) CommentName(id string) string {
	mac := hmac.New(sha256.New, st.pepper)
	mac.Write([]byte("comment\x00" + id))
	return hex.EncodeToString(mac.Sum(nil)[:6])
}
