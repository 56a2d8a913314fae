package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Boxes are looked at on the first of a month at this hour: at a fixed time, so
// that no opening tells when the last answer came.
const lookHour = 3

// credible is the largest number of missed rounds that is made up for: a machine
// may have been off for two years; more is a clock that is wrong.
const credible = 24

// NextLook returns when boxes are looked at next after now, in now's location,
// where that is done every so many months: always in January too.
func NextLook(now time.Time, every int) time.Time {
	look := nextRound(now)
	for !looks(int(look.Month())-1, every) {
		look = time.Date(look.Year(), look.Month()+1, 1, lookHour, 0, 0, 0, now.Location())
	}
	return look
}

// nextRound returns when the first round after now begins. There is one every
// month, also where boxes are looked at less often.
func nextRound(now time.Time) time.Time {
	round := time.Date(now.Year(), now.Month(), 1, lookHour, 0, 0, 0, now.Location())
	if !round.After(now) {
		round = time.Date(now.Year(), now.Month()+1, 1, lookHour, 0, 0, 0, now.Location())
	}
	return round
}

// looks reports whether boxes are looked at in a round, counted from a January,
// where that is done every so many months.
func looks(round, every int) bool { return round%max(every, 1) == 0 }

// YearOf returns the year that answers get when boxes are opened now: that of
// the day before, so that an opening on 1 January still closes December.
func YearOf(now time.Time) int { return now.AddDate(0, 0, -1).Year() }

// Look does what the schedule asks for at now: nothing between two rounds; the
// year's end when a January has begun since the last round; an opening when a
// month has in which boxes are looked at; and last the sweep. A round that was
// missed, because the machine was off, is made up for.
//
// Rounds are counted in months whatever the settings say, so that changing them
// opens nothing: they hold from the next round on.
func (st *Store) Look(ctx context.Context, now time.Time) ([]Opening, error) {
	// The round that is due is the month of the last moment for one.
	last := nextRound(now).AddDate(0, -1, 0)
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
	openings, failed, err := st.rounds(ctx, done, last)
	if err != nil {
		return openings, errors.Join(failed, err)
	}
	// A group that failed waits for the next round: trying again every hour
	// would open other boxes in the hour of their tenth answer.
	return openings, errors.Join(failed, st.sweep(ctx, last), st.finishRound(ctx, due))
}

// rounds does what is to be done in the rounds after done, up to that of last.
func (st *Store) rounds(ctx context.Context, done int, last time.Time) (openings []Opening, failed, err error) {
	if january := round(time.Date(last.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)); done < january {
		return st.endYear(ctx, last.Year()-1)
	}
	settings, err := st.Settings(ctx)
	if err != nil {
		return nil, nil, err
	}
	for r := done + 1; r <= round(last); r++ {
		if looks(r, settings.Every) { // one look makes up for several
			return st.look(ctx, YearOf(last), st.ready)
		}
	}
	return nil, wrap(st.settle(ctx), "settling", "comments"), st.truncate(ctx)
}

func round(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }

func (st *Store) finishRound(ctx context.Context, round int) error {
	_, err := st.exec(ctx, `
		INSERT INTO schedule (only, round) VALUES (1, $1)
		ON CONFLICT (only) DO UPDATE SET round = excluded.round`, round)
	return err
}
