package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"ouderstem/survey"
)

// dueRound is the round that should be done by now, and when it began.
func dueRound(now time.Time) (due int, began time.Time) {
	began = nextRound(now).AddDate(0, -1, 0)
	return round(began), began
}

// late is how long a round may take to be done.
const late = 3 * time.Hour

// behind returns how many rounds were not done that should be; below 0 where the
// last one lies in the future. false where there was none yet.
func (a *auditor) behind() (n int, began bool, err error) {
	done, err := scalar[int](a.ctx, a.st.read, `SELECT round FROM schedule`)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	due, began2 := dueRound(a.o.Now)
	if a.o.Now.Sub(began2) < late && due-done == 1 {
		return 0, true, err
	}
	return due - done, true, err
}

// boxesDue looks for boxes that should have been opened: an opening that broke
// off, or enough answers and a round that never was.
func (a *auditor) boxesDue(c *survey.Check) error {
	broken, err := scalar[int](a.ctx, a.st.read, `SELECT count(*) FROM box WHERE state = 'closed'`)
	if err != nil {
		return err
	}
	if broken > 0 {
		c.Fail(survey.Finding("audit.found.half-opened", "N", broken))
	}
	behind, _, err := a.behind()
	if err != nil || behind <= 0 {
		return err
	}
	groups, err := a.st.groups(a.ctx)
	if err != nil {
		return err
	}
	now, err := a.st.Settings(a.ctx)
	if ready := a.st.ready(groups, nil, now.K); len(ready) > 0 {
		c.Fail(survey.Finding("audit.found.due", "N", len(ready)))
	}
	return err
}

func (a *auditor) scheduleKept(c *survey.Check) error {
	now, err := a.st.Settings(a.ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(survey.Rhythms, now.Every) {
		c.Fail(survey.Finding("audit.found.rhythm", "Every", now.Every))
	}
	behind, began, err := a.behind()
	switch {
	case err != nil:
		return err
	case !began:
		c.Warn(survey.Finding("audit.found.no-round"))
	case behind > 0:
		c.Fail(survey.Finding("audit.found.behind", "N", behind))
	case behind < 0:
		c.Fail(survey.Finding("audit.found.ahead", "N", -behind))
	}
	return nil
}

// commentsSwept checks that comments are gone that the last round had to delete.
func (a *auditor) commentsSwept(c *survey.Check) error {
	now, err := a.st.Settings(a.ctx)
	if err != nil {
		return err
	}
	if now.Retention == 0 {
		c.Pass(survey.Finding("audit.found.kept-for-good"))
		return nil
	}
	_, began := dueRound(a.o.Now)
	if a.o.Now.Sub(began) < late {
		began = began.AddDate(0, -1, 0)
	}
	oldest, err := a.st.OldestComment(a.ctx)
	if err == nil && oldest > 0 && oldest <= now.SweptThrough(began) {
		c.Fail(survey.Finding("audit.found.unswept", "Year", fmt.Sprint(oldest), "Months", now.Retention))
	}
	return err
}
