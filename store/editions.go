package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ouderstem/survey"
)

// PublishReport freezes a report as the next edition of its unit, year and survey. Of e
// the store fills in number, day and hash. known is how many editions there were
// when it was found that the sets of answers of e may be shown beside those. Where
// there are others by now nothing is kept and it is false: compute again.
//
// A first edition has no reason and a correction needs one: [survey.ErrUnneeded],
// [survey.ErrNoCorrection], [survey.ErrReasonTooLong]. What is byte for byte the
// newest edition, which was not withdrawn, is no correction: [survey.ErrSameEdition].
func (st *Store) PublishReport(ctx context.Context, known int, e survey.Edition) (survey.Edition, bool, error) {
	published := false
	err := st.change(ctx, func(tx *sql.Tx) error {
		have, err := scalar[int](ctx, tx, `SELECT count(*) FROM edition`)
		if err != nil || have != known {
			return err
		}
		last, err := scalar[int](ctx, tx, `
			SELECT coalesce(max(number), 0) FROM edition WHERE unit = $1 AND year = $2 AND survey = $3`, e.Unit, e.Year, e.Survey)
		if err != nil {
			return err
		}
		hash := sha256.Sum256(e.Value)
		same, err := scalar[int](ctx, tx, `
			SELECT count(*)`+fromEdition+`
			 WHERE edition.unit = $1 AND edition.year = $2 AND edition.survey = $3 AND edition.number = $4
			   AND edition.hash = $5 AND withdrawal.number IS NULL`, e.Unit, e.Year, e.Survey, last, hash[:])
		switch {
		case err != nil:
			return err
		case last == 0 && e.Reason != "":
			return survey.ErrUnneeded
		case same > 0:
			return survey.ErrSameEdition
		}
		if last > 0 {
			if err := survey.CheckReason(e.Reason); err != nil {
				return err
			}
		}
		e.Number, e.Day, e.Hash = last+1, st.now().Format(time.DateOnly), hex.EncodeToString(hash[:])
		e.Withdrawn, e.WithdrawnDay = "", ""
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO edition (unit, year, survey, number, reason, on_day, account, hash, value)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			append(ofEdition(e), e.Reason, e.Day, e.By, hash[:], string(e.Value))...); err != nil {
			return err
		}
		if err := st.insertSets(ctx, tx, e); err != nil {
			return err
		}
		published = true
		return st.note(ctx, tx, survey.Deed{By: e.By, Action: "deed.report.published", Object: editionName(e)})
	})
	return e, published && err == nil, wrap(err, "edition of", e.Unit)
}

func ofEdition(e survey.Edition) []any { return []any{e.Unit, e.Year, e.Survey, e.Number} }

// editionName names an edition for the audit log.
func editionName(e survey.Edition) string {
	return fmt.Sprintf("%s %d %s %d", e.Unit, e.Year, e.Survey, e.Number)
}

const selectEdition = `
	SELECT edition.unit, edition.year, edition.survey, edition.number, edition.reason, edition.on_day, edition.account, lower(hex(hash)),
	       coalesce(withdrawal.reason, ''), coalesce(withdrawal.on_day, '')`

const fromEdition = `
	  FROM edition LEFT JOIN withdrawal
	    ON withdrawal.unit = edition.unit AND withdrawal.year = edition.year
	   AND withdrawal.survey = edition.survey AND withdrawal.number = edition.number`

func scanEdition(row interface{ Scan(into ...any) error }, e *survey.Edition, more ...any) error {
	return row.Scan(append([]any{
		&e.Unit, &e.Year, &e.Survey, &e.Number, &e.Reason, &e.Day, &e.By, &e.Hash, &e.Withdrawn, &e.WithdrawnDay,
	}, more...)...)
}

// Editions lists all editions without their values: by unit, the newest year
// first, and of a survey the newest edition first.
func (st *Store) Editions(ctx context.Context) ([]survey.Edition, error) {
	rows, err := st.read.QueryContext(ctx, selectEdition+fromEdition+`
		 ORDER BY edition.unit, edition.year DESC, edition.survey, edition.number DESC`)
	return collect(rows, err, func(rows *sql.Rows, e *survey.Edition) error { return scanEdition(rows, e) })
}

// Edition returns one edition, withdrawn or not; [survey.ErrNoEdition] where there
// is none such.
func (st *Store) Edition(ctx context.Context, unit, surveyID string, year, number int) (survey.Edition, error) {
	return oneEdition(st.read.QueryRowContext(ctx, selectEdition+`, edition.value`+fromEdition+`
		 WHERE edition.unit = $1 AND edition.year = $2 AND edition.survey = $3 AND edition.number = $4`, unit, year, surveyID, number))
}

// NewestEdition returns what is public of a unit: of the newest year, and of the
// surveys in that the one published last. A report whose newest edition was
// withdrawn is not public: the ones before were corrected. [survey.ErrNoEdition]
// where there is none.
func (st *Store) NewestEdition(ctx context.Context, unit string) (survey.Edition, error) {
	return oneEdition(st.read.QueryRowContext(ctx, selectEdition+`, edition.value`+fromEdition+`
		 WHERE edition.unit = $1 AND withdrawal.number IS NULL AND edition.number = (
		       SELECT max(number) FROM edition AS last
		        WHERE last.unit = edition.unit AND last.year = edition.year AND last.survey = edition.survey)
		 ORDER BY edition.year DESC, edition.on_day DESC, edition.survey LIMIT 1`, unit))
}

// errHash says that an edition is not what was published.
var errHash = errors.New("an edition does not have the hash it was published with")

func oneEdition(row *sql.Row) (e survey.Edition, err error) {
	err = scanEdition(row, &e, &e.Value)
	if errors.Is(err, sql.ErrNoRows) {
		return e, survey.ErrNoEdition
	}
	if err != nil {
		return e, err
	}
	if hash := sha256.Sum256(e.Value); e.Hash != hex.EncodeToString(hash[:]) {
		return e, wrap(errHash, "edition", editionName(e))
	}
	return e, nil
}

// Withdraw takes an edition off the public pages, for a reason that stands there
// instead. What is withdrawn already stays as it is.
func (st *Store) Withdraw(ctx context.Context, by string, e survey.Edition, reason string) error {
	if err := survey.CheckReason(reason); err != nil {
		return err
	}
	return wrap(st.change(ctx, func(tx *sql.Tx) error {
		there, err := scalar[int](ctx, tx, `
			SELECT count(*) FROM edition WHERE unit = $1 AND year = $2 AND survey = $3 AND number = $4`, ofEdition(e)...)
		if err != nil {
			return err
		}
		if there == 0 {
			return survey.ErrNoEdition
		}
		r, err := tx.ExecContext(ctx, `
			INSERT INTO withdrawal (unit, year, survey, number, reason, on_day, account) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (unit, year, survey, number) DO NOTHING`,
			append(ofEdition(e), reason, st.now().Format(time.DateOnly), by)...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.report.withdrawn", Object: editionName(e)})
	}), "edition", editionName(e))
}

// ReportDraft returns what was chosen for a report that is being made; revision 0
// while nothing was.
func (st *Store) ReportDraft(ctx context.Context, unit string, year int, surveyID string) (survey.ReportDraft, error) {
	var d survey.ReportDraft
	var choice []byte
	err := st.read.QueryRowContext(ctx, `
		SELECT revision, choice FROM report_draft WHERE unit = $1 AND year = $2 AND survey = $3`, unit, year, surveyID).Scan(&d.Revision, &choice)
	if errors.Is(err, sql.ErrNoRows) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	return d, wrap(json.Unmarshal(choice, &d.Choice), "draft of a report of", unit)
}

// SaveReportDraft keeps what was chosen, on top of the revision it was read in;
// [survey.ErrChanged] when somebody else saved meanwhile.
func (st *Store) SaveReportDraft(ctx context.Context, unit string, year int, surveyID string, c survey.Choice, revision int) (survey.ReportDraft, error) {
	d := survey.ReportDraft{Choice: c, Revision: revision + 1}
	choice, err := json.Marshal(c)
	if err != nil {
		return d, err
	}
	err = st.change(ctx, func(tx *sql.Tx) error {
		have, err := scalar[int](ctx, tx, `
			SELECT coalesce(max(revision), 0) FROM report_draft WHERE unit = $1 AND year = $2 AND survey = $3`, unit, year, surveyID)
		if err != nil {
			return err
		}
		if have != revision {
			return survey.ErrChanged
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO report_draft (unit, year, survey, revision, choice) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (unit, year, survey) DO UPDATE SET revision = excluded.revision, choice = excluded.choice`,
			unit, year, surveyID, d.Revision, string(choice))
		return err
	})
	return d, wrap(err, "draft of a report of", unit)
}
