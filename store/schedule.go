package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Boxes are looked at on the first of each month at this hour: at a fixed time,
// so that no opening tells when the last answer came.
const lookHour = 3

// credible is the largest number of missed rounds that is made up for: a machine
// may have been off for two years; more is a clock that is wrong.
const credible = 24

// NextLook returns when boxes are looked at next after now, in now's location.
func NextLook(now time.Time) time.Time {
	look := time.Date(now.Year(), now.Month(), 1, lookHour, 0, 0, 0, now.Location())
	if !look.After(now) {
		look = time.Date(now.Year(), now.Month()+1, 1, lookHour, 0, 0, 0, now.Location())
	}
	return look
}

// YearOf returns the year that answers get when boxes are opened now: that of
// the day before, so that an opening on 1 January still closes December.
func YearOf(now time.Time) int { return now.AddDate(0, 0, -1).Year() }

// Look does what the schedule asks for at now: nothing between two rounds; the
// year's end when a January has begun since the last round; else an opening. A
// round that was missed, because the machine was off, is made up for.
func (st *Store) Look(ctx context.Context, now time.Time) ([]Opening, error) {
	// The round that is due is the month of the last moment to look.
	last := NextLook(now).AddDate(0, -1, 0)
	due := round(last)
	done, err := scalar[int](ctx, st.read, `SELECT round FROM schedule`)
	if errors.Is(err, sql.ErrNoRows) { // a new installation starts with the next round
		return nil, st.finishRound(ctx, due)
	}
	if err != nil || done == due {
		return nil, err
	}
	if due-done > credible || done-due > credible {
		// The clock is wrong now, or was at the last look. Nothing is opened by
		// it; but a year that is to be ended still is, at the next look.
		st.log.Warn("the clock has moved by years since boxes were last looked at; nothing was opened")
		if last.Month() == time.January {
			due--
		}
		return nil, st.finishRound(ctx, due)
	}
	if done > due {
		st.log.Warn("the last look at the boxes lies in the future; nothing is opened until then")
		return nil, nil
	}
	var openings []Opening
	var failed error
	if january := round(time.Date(last.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)); done < january {
		openings, failed, err = st.endYear(ctx, last.Year()-1)
	} else {
		openings, failed, err = st.look(ctx, YearOf(last), st.ready)
	}
	if err != nil {
		return openings, errors.Join(failed, err)
	}
	// A group that failed waits for the next round: trying again every hour
	// would open other boxes in the hour of their tenth answer.
	return openings, errors.Join(failed, st.finishRound(ctx, due))
}

func round(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }

func (st *Store) finishRound(ctx context.Context, round int) error {
	_, err := st.write.ExecContext(ctx, `
		INSERT INTO schedule (only, round) VALUES (1, $1)
		ON CONFLICT (only) DO UPDATE SET round = excluded.round`, round)
	return err
}
