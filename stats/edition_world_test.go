package stats

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// deaf finds nothing in comments by itself: what they are about is what people
// said.
type deaf struct{ book *themes.Codebook }

func (deaf) Code(themes.Comment) themes.Coding { return themes.Coding{} }
func (d deaf) Codebook() *themes.Codebook      { return d.book }

// The questions that parents of a world answer, or skip.
const (
	askedMark = "mark"
	askedOpen = "good"
)

// respondent is one parent's answers in a world.
type respondent struct {
	unit   string // whose box it was opened with; "" while it is sealed
	year   int
	values map[string]string // of the questions that were answered
	// in is the unit that counts the answer to a question; not there while it is
	// held.
	in    map[string]string
	about map[string]bool // themes of the comment, as somebody says now
}

// laws are the rules of a world. The zero laws are those that hold.
type laws struct {
	box, count int  // a box opens, and a question is counted, with so many fewer than k
	atOnce     bool // boxes open with any number
	live       bool // what is sealed is counted as soon as somebody looks
	filter     bool // reports of the answers of some days can be had
	complement bool // units that should be hidden beside others are shown
	admit      func(w *world, sets []survey.ShownSet) bool
}

// world is an installation: units, parents who answer, boxes that open, people who
// say what comments are about, settings that change, and editions.
type world struct {
	laws
	k, least int // k now, and the lowest it was
	year     int
	tree     survey.Units
	parents  []*respondent
	sealed   map[string][]int // parents by unit
	held     map[string][]int // parents by unit and question
	heldFor  map[string]int
	ledger   []survey.ShownSet
	coder    deaf
	asks     *survey.Survey
	seen     bookOf // of editions
	looked   bookOf // of staff's own reports
	fault    string
	tried    int // editions that somebody tried to publish
	done     int // of those, published
	less     int // of those, without a figure
}

func newWorld(t *rapid.T, l laws, book *themes.Codebook) *world {
	w := &world{
		laws: l, k: rapid.IntRange(survey.LeastK, 12).Draw(t, "k"), year: 2025,
		sealed: map[string][]int{}, held: map[string][]int{}, heldFor: map[string]int{}, coder: deaf{book}, asks: short(),
		seen: bookOf{}, looked: bookOf{},
	}
	w.least = w.k
	for i := range rapid.IntRange(2, 6).Draw(t, "units") {
		u := survey.Unit{ID: "u" + strconv.Itoa(i), Name: "Unit " + strconv.Itoa(i)}
		if i > 0 {
			u.Parent = "u" + strconv.Itoa(rapid.IntRange(0, i-1).Draw(t, "parent"))
		}
		w.tree = append(w.tree, u)
	}
	return w
}

func (w *world) unit(t *rapid.T) survey.Unit { return rapid.SampledFrom(w.tree).Draw(t, "unit") }

// step lets something happen.
func (w *world) step(t *rapid.T) {
	switch rapid.IntRange(0, 11).Draw(t, "step") {
	case 0, 1, 2:
		w.answer(t, w.unit(t).ID)
		w.open()
	case 3:
		w.label(t)
	case 4:
		w.k = rapid.IntRange(survey.LeastK, 12).Draw(t, "k")
		w.least = min(w.least, w.k)
	case 5:
		w.move(t)
	case 6:
		w.closeYear()
	case 7:
		w.answer(t, w.unit(t).ID)
		w.look(t)
	default:
		w.publish(t)
	}
}

// answer lets some parents of a unit answer.
func (w *world) answer(t *rapid.T, unit string) {
	for range rapid.IntRange(1, 2*w.k).Draw(t, "parents") {
		p := &respondent{values: map[string]string{}, in: map[string]string{}, about: map[string]bool{}}
		habit := rapid.IntRange(0, 31).Draw(t, "habit")
		if habit&3 != 0 {
			p.values[askedMark] = strconv.Itoa(1 + habit%10)
		}
		if habit&4 == 0 || habit == 4 {
			p.values[askedOpen] = "words"
			for i, theme := range w.coder.book.Themes {
				p.about[theme.ID] = habit>>(3+i)&1 == 1
			}
		}
		w.parents = append(w.parents, p)
		w.sealed[unit] = append(w.sealed[unit], len(w.parents)-1)
	}
}

func (w *world) enough(n, k int) bool { return w.atOnce && n > 0 || n >= k }

// open opens the boxes that have enough.
func (w *world) open() {
	for _, u := range w.tree {
		w.openBox(u.ID)
	}
}

func (w *world) openBox(unit string) {
	box := w.sealed[unit]
	if !w.enough(len(box), w.k-w.box) {
		return
	}
	w.sealed[unit] = nil
	for _, i := range box {
		w.parents[i].unit, w.parents[i].year = unit, w.year
		for q := range w.parents[i].values {
			at := unit + " " + q
			w.held[at] = append(w.held[at], i)
		}
	}
	for _, q := range []string{askedMark, askedOpen} {
		w.heldFor[unit+" "+q] = max(w.heldFor[unit+" "+q], w.k)
		w.release(unit, q)
	}
}

// release counts what is held of a question, where it is enough.
func (w *world) release(unit, question string) {
	at := unit + " " + question
	if !w.enough(len(w.held[at]), max(w.k, w.heldFor[at])-w.count) {
		return
	}
	for _, i := range w.held[at] {
		w.parents[i].in[question] = unit
	}
	delete(w.held, at)
	delete(w.heldFor, at)
}

// closeYear pools what waits upward, and begins another year.
func (w *world) closeYear() {
	depth := func(u survey.Unit) int { return len(w.tree.Above(u.ID)) }
	tree := slices.Clone(w.tree)
	slices.SortStableFunc(tree, func(a, b survey.Unit) int { return depth(b) - depth(a) })
	for _, u := range tree {
		w.openBox(u.ID)
		if u.Parent != "" {
			w.sealed[u.Parent] = append(w.sealed[u.Parent], w.sealed[u.ID]...)
			w.sealed[u.ID] = nil
		}
	}
	for _, u := range tree {
		for _, q := range []string{askedMark, askedOpen} {
			from, to := u.ID+" "+q, u.Parent+" "+q
			if u.Parent != "" && len(w.held[from]) > 0 {
				w.held[to] = append(w.held[to], w.held[from]...)
				w.heldFor[to] = max(w.heldFor[to], w.heldFor[from])
				delete(w.held, from)
				delete(w.heldFor, from)
				w.release(u.Parent, q)
			}
		}
	}
	for _, u := range tree { // what is held at the top is held for good
		for _, q := range []string{askedMark, askedOpen} {
			delete(w.held, u.ID+" "+q)
			delete(w.heldFor, u.ID+" "+q)
		}
	}
	w.year++
}

// label lets somebody say something else of a few comments.
func (w *world) label(t *rapid.T) {
	if len(w.parents) == 0 {
		return
	}
	theme := rapid.SampledFrom(w.coder.book.Themes).Draw(t, "theme").ID
	for range rapid.IntRange(1, w.k).Draw(t, "labels") {
		p := w.parents[rapid.IntRange(0, len(w.parents)-1).Draw(t, "comment")]
		p.about[theme] = !p.about[theme]
	}
}

// move puts a unit under another.
func (w *world) move(t *rapid.T) {
	i := rapid.IntRange(0, len(w.tree)-1).Draw(t, "moves")
	to := w.unit(t).ID
	if w.tree[i].Parent != "" && !slices.Contains(w.tree.Below(w.tree[i].ID), to) {
		w.tree[i].Parent = to
	}
}

// counted are the parents whose answers to a question count in units and a year;
// for "" all whose box was opened.
func (w *world) counted(question string, units []string, year int) []int {
	var list []int
	for i, p := range w.parents {
		unit := p.unit
		if question != "" {
			unit = p.in[question]
		}
		if unit != "" && p.year == year && slices.Contains(units, unit) {
			list = append(list, i)
		}
	}
	return list
}

// counts are what a tally has of those units and that year.
func (w *world) counts(units []string, year int) []survey.Count {
	tally := survey.Tally{}
	for _, q := range []string{askedMark, askedOpen} {
		for _, i := range w.counted(q, units, year) {
			tally.Add(survey.Response{Survey: "short", Version: 2, Answers: survey.Answers{q: {w.parents[i].values[q]}}}, w.asks)
		}
	}
	keys := slices.SortedFunc(maps.Keys(tally), func(a, b survey.Count) int {
		return slices.Compare([]string{a.Question, a.Value}, []string{b.Question, b.Value})
	})
	for i := range keys {
		keys[i].N = tally[keys[i]]
	}
	return keys
}

// comments are those that can be read of those units and that year.
func (w *world) comments(units []string, year int) []survey.Comment {
	var list []survey.Comment
	for _, i := range w.counted(askedOpen, units, year) {
		c := survey.Comment{ID: commentID(i), Question: askedOpen, Text: "words"}
		for _, theme := range w.coder.book.Themes {
			if w.parents[i].about[theme.ID] {
				c.Labels = append(c.Labels, survey.Label{Theme: theme.ID, Yes: true})
			}
		}
		list = append(list, c)
	}
	return list
}

func commentID(parent int) string { return fmt.Sprintf("%08d", parent) }

// results are what a report on a unit and a year is made of.
func (w *world) results(u survey.Unit, year int) (survey.Results, []survey.OwnCounts) {
	units := w.tree.Below(u.ID)
	r := survey.Results{
		Survey: w.asks, Versions: map[int]*survey.Survey{2: w.asks}, Unit: u, Year: year, K: w.k,
		Responses: len(w.counted("", units, year)), Boxes: 1, HandedOut: 1000,
		Counts: w.counts(units, year), Comments: w.comments(units, year), Before: w.comments(units, year-1),
	}
	for _, theme := range w.coder.book.Themes {
		r.Confirmed = append(r.Confirmed, theme.ID)
	}
	for y := 2025; y < year; y++ {
		then := survey.YearCounts{Year: y, Versions: r.Versions, Counts: w.counts(units, y)}
		if then.Responses = len(w.counted("", units, y)); then.Responses > 0 {
			r.Years = append(r.Years, then)
		}
	}
	for _, c := range w.tree.Children(u.ID) {
		below := w.tree.Below(c.ID)
		p := survey.Part{Unit: c, HandedOut: 1000}
		p.Year, p.Versions, p.Counts = year, r.Versions, w.counts(below, year)
		p.Responses = len(w.counted("", below, year))
		r.Parts = append(r.Parts, p)
	}
	var own []survey.OwnCounts
	for _, id := range units {
		for y := 2025; y <= w.year; y++ {
			o := survey.OwnCounts{Unit: id, Year: y, Counts: w.counts([]string{id}, y)}
			o.Responses = len(w.counted("", []string{id}, y))
			if o.ByCard = o.Responses; o.Responses > 0 || len(o.Counts) > 0 {
				own = append(own, o)
			}
		}
	}
	return r, own
}

// publish tries to publish a report on a unit.
func (w *world) publish(t *rapid.T) {
	u := w.unit(t)
	year := w.year - rapid.IntRange(0, 1).Draw(t, "years ago")
	w.tried++
	r, own := w.results(u, year)
	opt := Options{Publish: true, Themes: w.coder}
	rep := Yearly(r, opt)
	sets := EditionSets(rep, r, own, w.tree)
	if rep.N > 0 && !w.admit(w, sets) { // whoever is refused can try without what no theme is found in
		opt.Choice.Left = []survey.Section{survey.SectionWithout}
		rep = Yearly(r, opt)
		sets = EditionSets(rep, r, own, w.tree)
		if !w.admit(w, sets) {
			return
		}
		w.less++
	}
	if rep.N == 0 {
		return
	}
	w.done++
	w.ledger = append(w.ledger, sets...)
	shown := w.shown(rep, u, year)
	w.compare(shown, sets)
	w.note(w.seen, shown, w.k, "published")
}

// compare finds a set that is written down with another number of parents than
// its figures are of, or not at all.
func (w *world) compare(shown bookOf, sets []survey.ShownSet) {
	written := map[string][]int{}
	for _, s := range sets {
		n := len(s.Comments)
		for _, o := range s.Own {
			n += o.N
		}
		key := s.Of + " " + strconv.Itoa(s.Year)
		written[key] = append(written[key], n)
	}
	for key, list := range shown {
		for _, set := range list {
			if !slices.Contains(written[key], set.size()) {
				w.fault = fmt.Sprintf("%s of %d parents is written down as of %v", key, set.size(), written[key])
			}
		}
	}
}

// look lets staff look at the report on a unit.
func (w *world) look(t *rapid.T) {
	if w.live {
		w.open()
	}
	u := w.unit(t)
	r, _ := w.results(u, w.year)
	if w.filter && rapid.Bool().Draw(t, "some days") {
		w.window(t, u)
		return
	}
	rep := Yearly(r, Options{})
	if w.complement && rep.Teams != nil {
		for i := range rep.Teams.List {
			if rep.Teams.List[i].Suppressed {
				rep.Teams.List[i].Precision = Indicative
			}
		}
	}
	shown := w.shown(rep, u, w.year)
	maps.DeleteFunc(shown, func(about string, _ []bitset) bool {
		return about[:len(ofTheme)] == ofTheme || about[:4] == ofSaid || about[:4] == ofRead
	})
	w.note(bookOf{}, shown, w.k, "in one report")
	w.note(w.looked, shown, w.least, "looked at")
}

// window looks at the answers of some days.
func (w *world) window(t *rapid.T, u survey.Unit) {
	all := w.counted(askedMark, w.tree.Below(u.ID), w.year)
	from := rapid.IntRange(0, len(all)).Draw(t, "from")
	to := rapid.IntRange(from, len(all)).Draw(t, "to")
	if to-from >= w.k {
		w.note(w.looked, bookOf{ofQuestion + askedMark + " " + strconv.Itoa(w.year): {setOfParents(all[from:to])}}, w.least, "of some days")
	}
}
