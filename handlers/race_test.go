package handlers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"ouderstem/store"
	"ouderstem/survey"
)

const (
	raceTries = 10 // that race for one card, each with other answers
	raceCards = 4  // that are raced for at once
	raceStack = 8  // cards in a stack
	raceDeeds = 24 // of staff and of the schedule, while parents answer
)

// try is an attempt to answer with a card.
type try struct {
	card int // from 0
	nth  int // of the attempts with that card, from 0
	code survey.Code
	cut  bool // the parent gets no reply
	torn bool // the connection ends before all was sent
}

// mark and words are what is answered. No two attempts use the same words, and
// there is nothing in them to mask.
func (a try) mark() int     { return 1 + a.nth }
func (a try) words() string { return letters(a.card) + " " + letters(a.nth) }

func letters(n int) string {
	return strings.Map(func(digit rune) rune { return rune(figures[digit-'0']) }, fmt.Sprintf("%05d", n))
}

const figures = "bcdfghjklm"

// whose reads words back.
func whose(words string) (card, nth int) {
	number := func(s string) int {
		n, err := strconv.Atoi(strings.Map(func(r rune) rune { return rune('0' + strings.IndexRune(figures, r)) }, s))
		if err != nil {
			return -1
		}
		return n
	}
	first, second, _ := strings.Cut(words, " ")
	return number(first), number(second)
}

// outcome is what a parent sees.
type outcome int

const (
	nothing outcome = iota // no reply
	thanked
	refused // no card has this code
)

// taker takes answers, of many parents at the same time; end waits until all that
// was sent is dealt with.
type taker struct {
	take func(ctx context.Context, a try) (outcome, error)
	end  func()
}

// ending is what a race ended with.
type ending struct {
	submits, cut, retried int // attempts: all, those that stayed without a reply, those made once more
	thanked, refused      int // cards of which anybody was thanked, cards of which all who got a reply were refused
	counted               int // answers
	lost                  int // cards of which somebody was thanked, and which no answer counts of
	doubled               int // answers more than one of a card
	strange               int // answers that nobody sent whole
	mixed                 int // marks that are not those that came with the words
}

// wrong says what was promised and is not so.
func (e ending) wrong() string {
	if e.lost+e.doubled+e.strange+e.mixed == 0 {
		return ""
	}
	return fmt.Sprintf("%d lost, %d doubled, %d that nobody sent, %d with the mark of another", e.lost, e.doubled, e.strange, e.mixed)
}

// cardRace is a race for one card.
type cardRace struct {
	thanked, refused atomic.Bool
	sent             [raceTries]bool // whole
	counted          int
}

// race lets ten parents answer with each card at the same time. Some get no
// reply, and some of those try again, while boxes are opened, years ended, stacks
// taken out and the least number of answers changed by another process. At the end
// all boxes are open, and what counts is compared with what was sent.
func (h *house) race(seed uint64, cards int, by taker) (e ending) {
	h.t.Helper()
	random := rand.New(rand.NewPCG(seed, 9)) //nolint:gosec // can be repeated
	batches, codes := h.raceStacks(cards)
	all := make([]cardRace, cards)
	var submits, cut, retried atomic.Int64
	attempt := func(a try, again bool) {
		for {
			submits.Add(1)
			o, err := by.take(h.t.Context(), a)
			switch {
			case err != nil:
				h.t.Errorf("%s: %v", a.words(), err)
			case o == thanked:
				all[a.card].thanked.Store(true)
			case o == refused:
				all[a.card].refused.Store(true)
			case again:
				retried.Add(1)
				a.cut, a.torn = false, false
				continue
			default:
				cut.Add(1)
			}
			return
		}
	}

	deeds := make(chan string, raceDeeds)
	var staff sync.WaitGroup
	staff.Go(func() { h.meanwhile(rand.New(rand.NewPCG(seed, 10)), deeds) }) //nolint:gosec // can be repeated
	pace := max(cards/raceCards/raceDeeds, 1)
	for first := 0; first < cards; first += raceCards {
		if at := first / raceCards; at%pace == 0 {
			select {
			case deeds <- batches[first/raceStack]: // its cards are being answered with
			default:
			}
		}
		var parents sync.WaitGroup
		start := make(chan struct{})
		for card := first; card < min(first+raceCards, cards); card++ {
			for nth := range raceTries {
				a := try{card: card, nth: nth, code: codes[card], cut: random.IntN(3) == 0, torn: random.IntN(20) == 0}
				again := random.IntN(2) == 0
				all[card].sent[nth] = !a.torn || again
				parents.Go(func() { <-start; attempt(a, again) })
			}
		}
		close(start)
		parents.Wait()
	}
	close(deeds)
	staff.Wait()
	by.end()
	h.compare(all, &e)
	e.submits, e.cut, e.retried = int(submits.Load()), int(cut.Load()), int(retried.Load())
	return e
}

// compare counts in e what all boxes hold of the cards that were raced for.
func (h *house) compare(all []cardRace, e *ending) {
	h.t.Helper()
	marks := [raceTries + 1]int{} // with the words, less those in the tally
	r := h.emptied()
	for _, c := range r.Comments {
		if c.Text == filling {
			marks[fillingMark]++
			continue
		}
		e.counted++
		card, nth := whose(c.Text)
		if card < 0 || card >= len(all) || nth < 0 || nth >= raceTries || !all[card].sent[nth] {
			e.strange++
			continue
		}
		marks[try{nth: nth}.mark()]++
		all[card].counted++
	}
	for _, c := range r.Counts {
		if mark, err := strconv.Atoi(c.Value); err == nil && c.Question == "mark" {
			marks[mark] -= c.N
		}
	}
	for _, n := range marks {
		e.mixed += max(n, -n)
	}
	for i := range all {
		thanked := all[i].thanked.Load()
		if thanked {
			e.thanked++
		} else if all[i].refused.Load() {
			e.refused++
		}
		if thanked && all[i].counted == 0 {
			e.lost++
		}
		e.doubled += max(all[i].counted-1, 0)
	}
}

// raceStacks prints cards for three teams, and returns which stacks they are in, by eight.
func (h *house) raceStacks(cards int) (batches []string, codes []survey.Code) {
	h.t.Helper()
	for _, id := range []string{"b", "c"} {
		if _, err := h.store.AddUnit(h.t.Context(), survey.Unit{ID: id, Name: "Team " + id, Parent: "m"}); err != nil {
			h.t.Fatal(err)
		}
	}
	for len(codes) < cards {
		b, more, err := h.store.Print(h.t.Context(), survey.Batch{
			Survey: "kort", Unit: []string{"a", "b", "c"}[len(batches)%3], Way: survey.ByCard, Size: raceStack,
		})
		if err != nil {
			h.t.Fatal(err)
		}
		batches, codes = append(batches, b.ID), append(codes, more...)
	}
	return batches, codes
}

// meanwhile is another process, which does one thing for each stack that comes:
// mostly it opens boxes.
func (h *house) meanwhile(random *rand.Rand, deeds <-chan string) {
	other := h.another()
	ctx := h.t.Context()
	for batch := range deeds {
		var err error
		switch what := random.IntN(8); what {
		case 0:
			err = other.Retire(ctx, batch)
		case 1:
			err = other.HandOut(ctx, batch, 2026, random.IntN(raceStack))
		case 2:
			err = other.CountWaiting(ctx, 2026)
		case 3:
			_, err = other.CloseYear(ctx, 2026)
		case 4: // parents whose form said another number get a box of their own
			var s survey.Settings
			if s, err = other.Settings(ctx); err == nil {
				s.K = survey.UsualK + random.IntN(2)
				err = other.SaveSettings(ctx, s)
			}
		default:
			_, err = other.OpenBoxes(ctx, 2026)
		}
		if err != nil {
			h.t.Error(err)
		}
	}
}

// another opens the data directory as another process does.
func (h *house) another() *store.Store {
	st, err := store.Open(h.t.Context(), store.Config{Dir: h.dir, Log: h.logger, Now: h.clock})
	if err != nil {
		h.t.Error(err)
	}
	h.t.Cleanup(func() { _ = st.Close() })
	return st
}

const (
	filling     = "vulling"
	fillingMark = 10
)

// emptied fills every box up, so that all can be opened, and returns what they
// held.
func (h *house) emptied() survey.Results {
	h.t.Helper()
	const enough = survey.UsualK + 2
	ctx := h.t.Context()
	for _, unit := range []string{"a", "b", "c", "m"} {
		for _, way := range []survey.Way{survey.ByCard, survey.ByPoster} {
			_, codes, err := h.store.Print(ctx, survey.Batch{Survey: "kort", Unit: unit, Way: way, Size: enough})
			if err != nil {
				h.t.Fatal(err)
			}
			for i := range enough {
				r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{
					"mark": {strconv.Itoa(fillingMark)}, "good": {filling},
				}}
				if err := h.store.Drop(ctx, store.Submission{Code: codes[i%len(codes)], Response: r}); err != nil {
					h.t.Fatal(err)
				}
			}
		}
	}
	if _, err := h.store.OpenBoxes(ctx, 2026); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.store.CloseYear(ctx, 2026); err != nil {
		h.t.Fatal(err)
	}
	return h.resultsOf("m")
}
