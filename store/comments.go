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
	cut
	id           []byte
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
const commentColumns = ` comment.id, comment.survey, comment.version, comment.unit, comment.year, comment.question, comment.lang, comment.mark,
	comment.text, coalesce(decision.quote, 0), coalesce(decision.hidden, ''), coalesce(decision.worry, ''),
	coalesce(decision.note, ''), coalesce(decision.masks, ''), coalesce(decision.step, ''), coalesce(decision.before, '') `

// scan reads commentColumns.
func (k *kept) scan(rows *sql.Rows) error {
	var masks string
	if err := rows.Scan(&k.id, &k.survey, &k.version, &k.unit, &k.year, &k.Question, &k.Lang, &k.Mark, &k.Words,
		&k.Decision.Quote, &k.Decision.Hidden, &k.Decision.Worry, &k.Decision.Note, &masks, &k.step, &k.before); err != nil {
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

// readable is the condition for comments that may be read in a scope: $1 to $3,
// after below.
const readable = ` comment.unit IN (SELECT id FROM below) AND comment.survey = $2 AND comment.year = $3 AND comment.held = 0 `

func (in Scope) args(more ...any) []any { return append([]any{in.Unit, in.Survey, in.Year}, more...) }

func scanKept(rows *sql.Rows, k *kept) error { return k.scan(rows) }

// comments returns what may be read in a scope, by question and in the order of
// ids, which is no order.
func comments(ctx context.Context, db queryer, in Scope) ([]kept, error) {
	rows, err := db.QueryContext(ctx, below+`
		SELECT`+commentColumns+`
		  FROM comment LEFT JOIN decision ON decision.comment = comment.id
		 WHERE`+readable+`
		 ORDER BY comment.question, comment.id`, in.args()...)
	return collect(rows, err, scanKept)
}

// oneComment returns a comment of a scope; [survey.ErrNoRecord] when none that
// may be read has that id.
func oneComment(ctx context.Context, db queryer, in Scope, id string) (kept, error) {
	raw, err := hex.DecodeString(id)
	if err != nil {
		return kept{}, survey.ErrNoRecord
	}
	rows, err := db.QueryContext(ctx, below+`
		SELECT`+commentColumns+`
		  FROM comment LEFT JOIN decision ON decision.comment = comment.id
		 WHERE`+readable+`AND comment.id = $4`, in.args(raw)...)
	list, err := collect(rows, err, scanKept)
	if err == nil && len(list) == 0 {
		err = survey.ErrNoRecord
	}
	if err != nil {
		return kept{}, err
	}
	return list[0], nil
}

// allComments returns the comments of the whole installation for which a
// condition holds, in the order of ids.
func allComments(ctx context.Context, db queryer, condition string) ([]kept, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT`+commentColumns+`
		  FROM comment LEFT JOIN decision ON decision.comment = comment.id
		 WHERE `+condition+` ORDER BY comment.id`)
	return collect(rows, err, scanKept)
}

// ofComment is the condition for what is kept about a comment, that the comment
// itself still is.
const ofComment = ` comment IN (SELECT id FROM comment) `

// readableIDs are the ids of what may be read of a survey and a year, in any
// unit.
func readableIDs(ctx context.Context, db queryer, id string, year int) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT id FROM comment WHERE survey = $1 AND year = $2 AND held = 0`, id, year)
	list, err := collect(rows, err, func(rows *sql.Rows, id *[]byte) error { return rows.Scan(id) })
	there := map[string]bool{}
	for _, id := range list {
		there[hex.EncodeToString(id)] = true
	}
	return there, err
}

func fillComments(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) (err error) {
	in := Scope{r.Unit.ID, r.Year, id}
	if r.Comments, err = labelled(ctx, tx, in); err != nil {
		return err
	}
	in.Year--
	r.Before, err = labelled(ctx, tx, in)
	return err
}

// labelled returns the comments of a scope with what people said they are about.
func labelled(ctx context.Context, db queryer, in Scope) ([]survey.Comment, error) {
	list, err := comments(ctx, db, in)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return tell(ctx, db, list)
}

// tell puts together what was read about comments: what was said of them, and
// what their question asked for in the version that was answered.
func tell(ctx context.Context, db queryer, list []kept) ([]survey.Comment, error) {
	// All labels: to look for those of some comments takes no less time.
	said, err := labelsWhere(ctx, db, ` 1 = 1 `)
	if err != nil {
		return nil, err
	}
	asked := map[cut]*survey.Survey{}
	told := make([]survey.Comment, len(list))
	for i, k := range list {
		version := cut{survey: k.survey, version: k.version}
		if asked[version] == nil {
			s, err := definition(ctx, db, k.survey, k.version)
			if err != nil {
				return nil, err
			}
			asked[version] = s
		}
		q, _ := asked[version].Question(k.Question)
		k.Asks = q.Asks
		k.Labels, k.Coded = said.labels[string(k.id)], said.coded[string(k.id)]
		told[i] = k.Comment
	}
	return told, nil
}

// Wording returns a comment of a scope with what its masks hide, for who is to
// mask more of it. [survey.ErrNoRecord] when it has none with that id.
func (st *Store) Wording(ctx context.Context, in Scope, id string) (survey.Wording, error) {
	k, err := oneComment(ctx, st.read, in, id)
	return k.Wording, err
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
