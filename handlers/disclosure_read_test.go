package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// attacker keeps, of everything that was seen, of which parents it is.
type attacker struct {
	*district
	seen    map[string]*sums // by what they are about
	theme   string           // that staff correct
	already map[string]bool  // reports that were read, by their bytes and what counts
	wrong   []string         // figures that no parents explain
}

func newAttacker(d *district, theme string) *attacker {
	return &attacker{district: d, seen: map[string]*sums{}, theme: theme, already: map[string]bool{}}
}

// add keeps a sum. How many answered is not guarded once k was raised, and stands
// for no answer.
func (a *attacker) add(about string, parents flock, where string) {
	if a.raised && strings.HasSuffix(about, " responses") {
		return
	}
	if a.seen[about] == nil {
		a.seen[about] = &sums{}
	}
	a.seen[about].add(parents, where)
	campaign.Count("equations", 1)
}

// numbers are all places of a report at which a number stands, with what it is a
// sum of, or why it is of no parents. A place that is not among them fails: a new
// figure is to be thought about.
var numbers = []struct{ path, why string }{
	{`year|k|versions|keyFigures\..*|(measures|promised)\..*`, "is no parent's answer"},
	{`n`, "responses"},
	{`boxes|handedOut`, "how many openings and cards there were"},
	{`waiting`, "what is sealed, to the nearest 5, as at the last look"},
	{`responseRate\..*|teams\.list\.responseRate\..*`, "responses by card"},
	{`(overall|questions)\.(n|mean\..*|(positive|top|unknown)\..*|bars\.share\..*)`, "the question"},
	{`(overall|questions)\.(change|years)\..*`, "the question, in other years"},
	{`comments\.n`, "the question"},
	{`comments\.left`, "a decision of staff, who read all of them; 0 in what is published"},
	{`teams\.list\.(n|mean\..*|positive\..*|shrunk\..*)`, "the question, of units below"},
	{`teams\.funnel\..*`, "the means of the teams that are shown"},
	{`drivers\..*`, "a sample of whole responses, which is not linear: TestDriversDifferByKOrNone"},
	{`themes\.list\.marks\..*`, "the marks of who wrote of a theme, and of the others"},
	{`themes\.list\.(n|share\..*|sentiment\.share\..*|favour\..*|change\..*)`, "comments about a theme: for staff, who read them, nothing new; published, a sum of its own"},
	{`themes\.(codebook|learned|n|said|fewer|silent\.n|without\..*|agreement\..*)`, "comments, as above: TestNoEditionTellsOfAFew"},
	{`warnings\.args\..*`, "made of figures that stand in the report"},
}

// withNumbers is one of the places with numbers.
var withNumbers = func() *regexp.Regexp {
	var all []string
	for _, n := range numbers {
		all = append(all, n.path)
	}
	return regexp.MustCompile(`^(` + strings.Join(all, "|") + `)$`)
}()

// known finds places with numbers of which nothing is known.
func (a *attacker) known(path string, x any) {
	switch x := x.(type) {
	case map[string]any:
		for name, y := range x {
			a.known(strings.TrimPrefix(path+"."+name, "."), y)
		}
	case []any:
		for _, y := range x {
			a.known(path, y)
		}
	case float64:
		if !withNumbers.MatchString(path) {
			a.t.Errorf("%s is a number in a report that this test knows nothing of", path)
		}
	}
}

// reads takes the file of a report apart, where it was not seen before.
func (a *attacker) reads(who *client, path, body string) {
	a.t.Helper()
	key := fmt.Sprint(len(a.parents), body)
	if a.already[key] {
		return
	}
	a.already[key] = true
	var plain any
	var r stats.Report
	if err := json.Unmarshal([]byte(body), &plain); err != nil {
		a.t.Fatalf("%s: %v", path, err)
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		a.t.Fatalf("%s: %v", path, err)
	}
	a.known("", plain)
	a.report(who, path, r)
}

// report turns what a report shows into sums over parents.
func (a *attacker) report(who *client, path string, r stats.Report) {
	a.t.Helper()
	tree := a.tree()
	units := tree.Below(r.Unit.ID)
	version := a.newest(r.Survey).Version
	if len(r.Versions) > 0 {
		version = slices.Max(r.Versions)
	}
	if r.N > 0 {
		about := fmt.Sprint(r.Survey, " ", r.Year, " responses")
		a.figure(figure{about: about, where: path, n: r.N, rounded: r.Rounded, units: units, year: r.Year, survey: r.Survey})
		if r.ResponseRate != nil {
			a.figure(figure{about: about, where: path + " by card", n: -1, units: units, year: r.Year, survey: r.Survey, cards: true})
		}
	}
	shows := func(q string, in []string, year, n int, precision stats.Precision, where string) {
		if precision != stats.Hidden && n > 0 {
			a.figure(figure{
				about: fmt.Sprint(r.Survey, " ", year, " ", q), where: path + " " + where, n: n, rounded: r.Rounded,
				units: in, year: year, survey: r.Survey, question: q, version: version,
			})
		}
	}
	for _, q := range r.Questions {
		shows(q.ID, units, r.Year, q.N, q.Precision, q.ID)
		a.exact(r, q, units, version)
		for _, y := range q.Years {
			if !y.Other {
				shows(q.ID, units, y.Year, y.N, y.Precision, fmt.Sprint(q.ID, " trend ", y.Year))
			}
		}
		if q.Change != nil {
			shows(q.ID, units, r.Year-1, q.Change.N, q.Change.Precision, q.ID+" change")
		}
	}
	for _, c := range r.Comments {
		shows(c.ID, units, r.Year, c.N, c.Precision, c.ID)
	}
	if r.Teams != nil {
		for _, team := range r.Teams.List {
			shows(r.Teams.Question, tree.Below(team.Unit.ID), r.Year, team.N, team.Precision, "team "+team.Unit.ID)
			if team.ResponseRate != nil {
				a.figure(figure{
					about: fmt.Sprint(r.Survey, " ", r.Year, " responses"), where: path + " team by card " + team.Unit.ID, n: -1,
					units: tree.Below(team.Unit.ID), year: r.Year, survey: r.Survey, cards: true,
				})
			}
		}
	}
	if r.Themes != nil {
		for _, theme := range r.Themes.List {
			a.themed(who, path, r, theme, units)
		}
	}
}

// themed turns what a report shows of a theme into sums.
func (a *attacker) themed(who *client, path string, r stats.Report, theme stats.Theme, units []string) {
	a.t.Helper()
	m := theme.Marks
	if !r.Rounded && (m == nil || m.Older) {
		return
	}
	about := who.about(r.Unit.ID, r.Year, r.Survey, theme.ID)
	if r.Rounded {
		var set flock
		for _, token := range about {
			set = set.with(token)
		}
		if stats.Nearest5(set.size()) != theme.N {
			a.wrong = append(a.wrong, fmt.Sprintf("%s: theme %s of %d comments, and %d are about it", path, theme.ID, theme.N, set.size()))
		}
		a.add(fmt.Sprint(r.Survey, " ", r.Year, " published theme ", theme.ID), set, path)
	}
	if m == nil || m.Older {
		return
	}
	var with flock
	n := 0
	for _, token := range about {
		p := a.parents[author(token)]
		s := a.surveys[r.Survey][a.heaps[p.heap].version-1]
		q, _ := s.Overall()
		if asked := map[bool]string{false: "good", true: "better"}[token%2 == 1]; asked == m.Question && q.ID != "" && q.Side(p.values[q.ID]) != survey.Unknown && p.values[q.ID] != "" {
			with, n = with.with(author(token)), n+1
		}
	}
	if n != m.With.N && stats.Nearest5(n) != m.With.N {
		a.wrong = append(a.wrong, fmt.Sprintf("%s: marks of theme %s of %d parents, and %d wrote of it", path, theme.ID, m.With.N, n))
		return
	}
	a.add(fmt.Sprint(r.Survey, " ", r.Year, " marks"), with, path+" theme "+theme.ID)
}

// monitors reads the monitor of a unit: its page, and the value it is made from.
func (a *attacker) monitors(who *client, unit string, year int, id string) {
	a.t.Helper()
	path := fmt.Sprintf("/staff/monitor/%s/%d?survey=%s", unit, year, id)
	page := who.Get(path)
	if page.StatusCode != http.StatusOK {
		a.t.Errorf("%s: %d", path, page.StatusCode)
		return
	}
	surveys, err := a.store.Surveys(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	tree := a.tree()
	m, err := monitorOf(a.t.Context(), a.store, tree, unit, year, id, surveys, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, row := range m.Rows {
		show := func(year, n int, p stats.Precision) {
			if p != stats.Hidden && n > 0 {
				a.figure(figure{
					about: fmt.Sprint(id, " ", year, " ", m.Question), where: fmt.Sprint(path, " ", row.Unit.ID, " ", year), n: n,
					units: tree.Below(row.Unit.ID), year: year, survey: id, question: m.Question, version: a.newest(id).Version,
				})
			}
		}
		if row.Precision != stats.Hidden && !strings.Contains(page.body, fmt.Sprint(">", row.N, "<")) {
			a.t.Errorf("%s lacks the %d of %s", path, row.N, row.Unit.ID)
		}
		show(m.Year, row.N, row.Precision)
		for _, y := range row.Years {
			show(y.Year, y.N, y.Precision)
		}
		if row.ResponseRate != nil {
			a.figure(figure{about: fmt.Sprint(id, " ", year, " responses"), where: path + " by card " + row.Unit.ID, n: -1, units: tree.Below(row.Unit.ID), year: year, survey: id, cards: true})
		}
	}
}

// solved solves all that was seen, and tells of whom too much is known: of sums of
// fewer than the least k there was. Of marks that stand beside themes the sums of
// one and of two parents are looked for, which is what the ledger of marks
// promises.
func (a *attacker) solved() (found []string) {
	abouts := make([]string, 0, len(a.seen))
	for about := range a.seen {
		abouts = append(abouts, about)
	}
	slices.Sort(abouts)
	for _, about := range abouts {
		most := a.least
		if strings.HasSuffix(about, " marks") {
			most = 3
		}
		got := a.seen[about].solve(most)
		campaign.Count("sums", len(a.seen[about].list))
		campaign.Count("unknowns", got.unknowns)
		campaign.Count("rank", got.rank)
		if got.fewest > 0 {
			found = append(found, fmt.Sprintf("%s: a sum of %d parents can be worked out: %s", about, got.fewest, got.of))
		}
	}
	campaign.Count("solved", len(found))
	return found
}
