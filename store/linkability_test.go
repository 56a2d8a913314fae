package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// The linkability game. Parents answer in a random order; then boxes are
// opened. A thief has all there is: every byte of the database file and of the
// files beside it after every submission and within every opening, copies made
// with Backup, the keyring once a box was opened, every card with its stack and
// its coach, and the exact moment of every submission. The thief then says
// which opened answer came with which card. One box is one trial; whoever knows
// nothing is right once in it, on average, with variance one.

// bus is what answers are put into: the store, or something worse.
type bus interface {
	Drop(ctx context.Context, s Submission) error
	OpenBoxes(ctx context.Context, year int) ([]Opening, error)
}

// install makes an installation in a directory, with a bus that takes its
// answers.
type install func(t *testing.T, c Config) (*Store, bus)

func theStore(t *testing.T, c Config) (*Store, bus) {
	st := openWith(t, c)
	return st, st
}

// player is a parent, with what the thief knows of their card.
type player struct {
	unit  string
	code  survey.Code
	said  survey.Response
	clues map[string]string
	id    []byte // of the sealed row that came with the card
}

// game is one installation that is watched.
type game struct {
	t     *testing.T
	rng   *rand.Rand
	dir   string
	st    *Store
	bus   bus
	s     *survey.Survey
	logs  []loot // from within the opening
	often pocket
	first map[string]bool // ids of rows of the first opening
	time  int
	// copies has the thief make a copy with Backup after every submission too,
	// which takes as long as the rest; saved counts them.
	copies bool
	saved  int
	score  scores
}

// play plays the game against one installation and scores what the thief
// guessed.
func play(t *testing.T, seed uint64, in install, units, openings int, score scores, copies bool) *game {
	t.Helper()
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	g := &game{t: t, rng: rand.New(rand.NewChaCha8(key)), dir: inMemory(t), first: map[string]bool{}, score: score, copies: copies}
	key[31] = 1
	g.st, g.bus = in(t, Config{Dir: g.dir, Random: rand.NewChaCha8(key), Step: g.step})
	if _, err := g.st.AddUnit(t.Context(), survey.Unit{ID: "m", Name: "Gemeente"}); err != nil {
		t.Fatal(err)
	}
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	if g.s, err = g.st.Publish(t.Context(), templates["kort"]); err != nil {
		t.Fatal(err)
	}
	for u := range units {
		if _, err := g.st.AddUnit(t.Context(), survey.Unit{ID: fmt.Sprint("team", u), Name: fmt.Sprint("Team ", u), Parent: "m"}); err != nil {
			t.Fatal(err)
		}
	}
	for range openings {
		players := g.deal(units)
		g.answer(players)
		g.open(players)
	}
	if openings > 1 {
		g.openings(units)
	}
	return g
}

// step is where the thief strikes within an opening: answers have been kept,
// and what was sealed is still in the log. The file beside it is as it was.
func (g *game) step(name string) {
	if name == "open: kept" {
		g.logs = append(g.logs, stealLog(g.t, g.dir))
	}
}

// deal gives 10 to 14 parents of each unit a card of one of two coaches, and
// things to say that nobody else in the unit says.
func (g *game) deal(units int) (players []*player) {
	for u := range units {
		unit := fmt.Sprint("team", u)
		n := 10 + g.rng.IntN(5)
		second := survey.Others + g.rng.IntN(3)
		codes := slices.Concat(print(g.t, g.st, unit, "anna "+unit, n-second), print(g.t, g.st, unit, "bert "+unit, second))
		said := map[string]bool{}
		mark := fmt.Sprint(1 + g.rng.IntN(10)) // one for the whole box: a comment is kept with its mark
		for i, code := range codes {
			p := &player{unit: unit, code: code, clues: map[string]string{"code": string(code)}}
			for p.said.Answers == nil || said[p.ratings(g.t)] {
				p.said = survey.Response{Survey: g.s.ID, Version: g.s.Version, Lang: "nl", Answers: survey.Answers{"mark": {mark}}}
				for _, q := range g.s.Questions {
					switch q.Kind {
					case survey.One:
						p.said.Answers[q.ID] = []string{q.Options[g.rng.IntN(len(q.Options))].ID}
					case survey.Open:
						p.said.Answers[q.ID] = []string{g.words(map[string]float64{"good": 40, "better": 5}[q.ID])}
					}
				}
			}
			said[p.ratings(g.t)] = true
			p.clues["stack"] = number(i / (n - second))
			players = append(players, p)
		}
	}
	g.rng.Shuffle(len(players), func(i, j int) { players[i], players[j] = players[j], players[i] })
	return players
}

// words are some that nobody used before, about so many.
func (g *game) words(about float64) string {
	var b strings.Builder
	for n := 1 + int(g.rng.ExpFloat64()*about); n > 0; n-- {
		for range 2 + g.rng.IntN(8) {
			b.WriteByte('a' + byte(g.rng.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return b.String() + fmt.Sprintf("%08x", g.rng.Uint32())
}

// ratings is how the closed answers will lie in the database.
func (p *player) ratings(t *testing.T) string {
	t.Helper()
	closed := survey.Answers{}
	for id, v := range p.said.Answers {
		if id != "good" && id != "better" {
			closed[id] = v
		}
	}
	packed, err := json.Marshal(closed)
	if err != nil {
		t.Fatal(err)
	}
	return string(packed)
}

// answer lets every parent answer, with a thief who looks after each.
func (g *game) answer(players []*player) {
	g.t.Helper()
	before := g.often.steal(g.t, g.dir)
	sealed, spent := before.keys("sealed", 1), before.keys("spent", 0)
	for _, p := range players {
		g.time++
		p.clues["time"] = number(g.time)
		if err := g.bus.Drop(g.t.Context(), Submission{Code: p.code, Response: p.said}); err != nil {
			g.t.Fatal(err)
		}
		now := loot(g.often.steal(g.t, g.dir))
		p.clues["frames"] = now.grown()
		// One more code spent and one more sealed row: they belong together. That
		// much is granted.
		if n := len(added(spent, now.keys("spent", 0))); n != 1 {
			g.t.Fatalf("%d codes spent by one parent", n)
		}
		for _, id := range added(sealed, now.keys("sealed", 1)) {
			p.id = []byte(id)
		}
		if g.copies { // they say the same
			saved := g.backup()
			if !maps.Equal(saved.keys("spent", 0), spent) || !maps.Equal(saved.keys("sealed", 1), sealed) {
				g.t.Fatal("a copy holds other rows than the database")
			}
		}
	}
	last := g.often.steal(g.t, g.dir).sealed()
	saved := g.backup()
	for _, p := range players {
		row, ok := last[string(p.id)]
		if !ok {
			continue // the bus seals nothing
		}
		for name, clue := range row.clues {
			p.clues["sealed "+name] = clue
		}
		if row := saved.sealed()[string(p.id)]; row != nil {
			p.clues["sealed in backup"] = row.clues["place"]
		}
	}
}

// added adds to known what is new in now, and returns it.
func added(known, now map[string]bool) (fresh []string) {
	for key := range now {
		if !known[key] {
			fresh = append(fresh, key)
			known[key] = true
		}
	}
	return fresh
}

// backup is what a thief finds in a copy made with Backup.
func (g *game) backup() loot {
	g.t.Helper()
	g.saved++
	name := fmt.Sprintf("copy%d.db", g.saved)
	dir := inMemory(g.t)
	if err := g.st.Backup(g.t.Context(), BackupOptions{File: filepath.Join(dir, name)}); err != nil {
		g.t.Fatal(err)
	}
	return &haul{t: g.t, image: readImage(g.t, read(g.t, dir, name, nil), nil)}
}

// open opens the boxes and lets the thief guess.
func (g *game) open(players []*player) {
	g.t.Helper()
	g.logs = nil
	if _, err := g.bus.OpenBoxes(g.t.Context(), 2026); err != nil {
		g.t.Fatal(err)
	}
	responses, comments := g.rows()
	fresh := func(list []*trace) (rows []*trace) {
		for _, row := range list {
			if !g.first[string(row.id)] {
				rows = append(rows, row)
			}
		}
		return rows
	}
	responses, comments = fresh(responses), fresh(comments)
	if len(g.first) == 0 {
		for _, row := range slices.Concat(responses, comments) {
			g.first[string(row.id)] = true
		}
	}
	by := map[string]*player{} // the truth, which the thief is not told
	boxes := map[string][]*player{}
	for _, p := range players {
		by[p.unit+p.ratings(g.t)] = p
		for _, q := range []string{"good", "better"} {
			by[p.said.Answers[q][0]] = p
		}
		boxes[p.unit] = append(boxes[p.unit], p)
	}
	found := map[*player]map[string]*trace{}
	for _, p := range players {
		found[p] = map[string]*trace{}
	}
	for _, row := range responses {
		found[by[row.unit+row.text]]["response"] = row
	}
	for _, row := range comments {
		p := by[row.text]
		found[p][map[bool]string{true: "good", false: "better"}[p.said.Answers["good"][0] == row.text]] = row
	}
	units := map[string]bool{}
	for _, p := range players {
		if !units[p.unit] {
			units[p.unit] = true
			g.guess(boxes[p.unit], found)
		}
	}
}

// rows returns what is opened, as the database returns it when nobody asks for
// an order, with all clues.
func (g *game) rows() (responses, comments []*trace) {
	g.t.Helper()
	ask := func(query string) []*trace {
		rows, err := g.st.read.Query(query)
		list, err := collect(rows, err, func(rows *sql.Rows, s **trace) error {
			*s = &trace{clues: map[string]string{}}
			return rows.Scan(&(*s).unit, &(*s).id, &(*s).text)
		})
		if err != nil {
			g.t.Fatal(err)
		}
		return list
	}
	responses, comments = ask(`SELECT unit, id, ratings FROM response`), ask(`SELECT unit, id, text FROM comment`)
	r, c := steal(g.t, g.dir).opened()
	lie := map[string]*trace{}
	for _, row := range slices.Concat(r, c) {
		lie[string(row.id)] = row
	}
	g.backup().sight(slices.Concat(r, c), "in backup")
	for _, log := range g.logs {
		log.sight(slices.Concat(r, c), "while opening") // where it comes first
	}
	for i, row := range slices.Concat(responses, comments) {
		there := lie[string(row.id)]
		if there == nil {
			g.t.Fatal("a row that lies nowhere")
		}
		maps.Copy(row.clues, there.clues)
		row.clues["returned"] = number(i)
		row.clues["length"] = number(len(row.text))
	}
	return responses, comments
}
