package views

import (
	"bytes"
	"encoding/json"
	"fmt"
	gohtml "html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/stats"
)

// facts are the figures of a report by what they are about, all in one form: a
// number, or the words that stand for it.
type facts map[string]string

// oneForm brings a figure as it is written in lang into one form.
func oneForm(lang, s string) string {
	s = strings.Replace(strings.TrimSpace(strings.Trim(s, "\u00a0%")), "−", "-", 1)
	s = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(s), "ongeveer "), "about ")
	if lang != "en" {
		s = strings.NewReplacer(".", "", ",", ".").Replace(s)
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return s
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (f facts) share(o *voice, key string, s *stats.Share) {
	if s == nil {
		return
	}
	f[key] = strconv.Itoa(s.Percent)
	if s.Word != "" {
		f[key] = o.share(*s)
	}
	if s.Interval != nil {
		f[key+" low"], f[key+" high"] = plain(s.Interval.Low), plain(s.Interval.High)
	}
}

// jsonFacts reads the figures from the exported JSON.
func jsonFacts(t *testing.T, o *voice, raw []byte) facts {
	t.Helper()
	var r stats.Report
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	f := facts{"waiting": strconv.Itoa(r.Waiting), "k": strconv.Itoa(r.K)}
	if r.N > 0 {
		f["n"], f["boxes"] = strconv.Itoa(r.N), strconv.Itoa(r.Boxes)
		f.share(o, "rate", r.ResponseRate)
	}
	if r.HandedOut != nil {
		f["handed out"] = strconv.Itoa(*r.HandedOut)
	}
	for _, q := range r.Questions {
		key := o.in(q.Text)
		if q.Precision == stats.Hidden {
			continue
		}
		f[key+" n"] = strconv.Itoa(q.N)
		if q.Mean != nil {
			f[key+" mean"], f[key+" mean low"], f[key+" mean high"] = plain(q.Mean.Value), plain(q.Mean.Low), plain(q.Mean.High)
		}
		for _, b := range q.Bars {
			f.share(o, key+" "+o.label(q, b), &b.Share)
		}
		f.share(o, key+" unknown", q.Unknown)
		if q.Precision == stats.Full {
			f.share(o, key+" positive", q.Positive)
		}
	}
	f.themes(o, r.Themes)
	for _, k := range r.Figures {
		if k.Percent != nil {
			f[k.Label] = plain(k.Percent.Value)
			f[k.Label+" low"], f[k.Label+" high"] = plain(k.Percent.Low), plain(k.Percent.High)
			f[k.Label+" of"] = fmt.Sprint(k.Numerator, " ", k.Denominator)
		}
	}
	return f
}

// pageFacts reads the figures from the page: shares from its tables.
func pageFacts(o *voice, r stats.Report, page string) facts {
	page = gohtml.UnescapeString(strings.ReplaceAll(page, "<br>", ""))
	f := facts{}
	_, how, _ := strings.Cut(page, `id="how"`)
	for key, text := range map[string]string{
		"n": "report.how.answers", "boxes": "report.how.boxes", "handed out": "report.how.handed-out",
		"rate": "report.how.rate", "waiting": "report.how.waiting", "k": "report.how.k",
	} {
		f.find(o, how, key, `<dt>`+o.say(text)+`</dt><dd>(?:ongeveer |about )?([\d.,]+)`)
	}
	if m := regexp.MustCompile(`(?:toeval|chance): (\d+)\D+(\d+)`).FindStringSubmatch(how); m != nil {
		f["rate low"], f["rate high"] = m[1], m[2]
	}
	for _, q := range r.Questions {
		_, section, _ := strings.Cut(page, `<section id="`+anchor(q.ID)+`"`)
		section, _, _ = strings.Cut(section, "</section>")
		if q.Precision != stats.Hidden {
			f.readQuestion(o, q, section)
		}
	}
	f.readThemes(o, r, page)
	_, figures, _ := strings.Cut(page, `id="figures"`)
	for card := range strings.SplitSeq(figures, "<li>") {
		m := regexp.MustCompile(`(?s)<h3>(.*?)</h3>\s*<p class="figure"><strong>(\d+)\D*?%</strong> (\d+)\D+(\d+)</p>\s*<p>\D+(\d+)\D+(\d+)`).FindStringSubmatch(card)
		if m != nil {
			f[m[1]], f[m[1]+" of"], f[m[1]+" low"], f[m[1]+" high"] = m[2], m[3]+" "+m[4], m[5], m[6]
		}
	}
	return f
}

// find notes what pattern finds in a stretch of the page.
func (f facts) find(o *voice, in, key, pattern string) {
	if m := regexp.MustCompile(`(?s)` + pattern).FindStringSubmatch(in); m != nil {
		f[key] = oneForm(o.lang, m[1])
	}
}

// readQuestion notes the figures of one question's section.
func (f facts) readQuestion(o *voice, q stats.Question, section string) {
	key := o.in(q.Text)
	interval := o.say("report.interval", "Low", "§", "High", "±")
	around := func(low, high string) string {
		return strings.NewReplacer("§", low, "±", high).Replace(regexp.QuoteMeta(interval))
	}
	f.find(o, section, key+" mean", `class="figure"><strong>([^<]*)</strong>`)
	f.find(o, section, key+" mean low", o.say("report.mark.interval")+`</dt><dd>([^< ]*) `)
	f.find(o, section, key+" mean high", o.say("report.mark.interval")+`</dt><dd>[^<]* ([^< ]*)</dd>`)
	f.find(o, section, key+" n", `<dt>`+o.say("report.mark.n")+`</dt><dd>([^<]*)</dd>`)
	f.find(o, section, key+" n", strings.Replace(o.say("report.n", "N", 2, "Count", "§"), "§", `([\d.,]+)`, 1))
	f.find(o, section, key+" unknown", strings.Replace(o.say("report.no-opinion", "Share", "§"), "§", `(\d+\D?%)`, 1))
	for _, word := range []stats.Word{stats.AlmostNobody, stats.AlmostEveryone} {
		if strings.Contains(section, o.say("report.no-opinion."+string(word))) {
			f[key+" unknown"] = o.share(stats.Share{Word: word})
		}
	}
	if q.Precision == stats.Full {
		f.find(o, section, key+" positive", `<p><strong>(\d+)`)
		f.find(o, section, key+" positive low", around(`(\d+)\D*`, `\d+\D*`))
		f.find(o, section, key+" positive high", around(`\d+\D*`, `(\d+)\D*`))
	}
	for _, m := range regexp.MustCompile(`<tr><th scope="row">([^<]*)</th><td>([^<]*)</td></tr>`).FindAllStringSubmatch(section, -1) {
		f[key+" "+m[1]] = oneForm(o.lang, m[2])
	}
}

// The page and the JSON hold the same figures, one by one. Sheets are made of the
// tables of the page.
func TestExportsAreEqual(t *testing.T) {
	v := newViews(t)
	for _, name := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			o := &voice{texts: v.texts, lang: lang}
			r := exampleReport(t, name)
			var raw bytes.Buffer
			if err := ReportJSON(&raw, ReportFile{Report: r}); err != nil {
				t.Fatal(err)
			}
			want := jsonFacts(t, o, raw.Bytes())
			if diff := cmp.Diff(want, pageFacts(o, r, render(t, v, lang, Report{Report: r}))); diff != "" {
				t.Errorf("%s in %s, JSON and page: %s", name, lang, diff)
			}
		}
	}
}

func TestReportJSON(t *testing.T) {
	for _, name := range exampleReports {
		r := exampleReport(t, name)
		var b bytes.Buffer
		if err := ReportJSON(&b, ReportFile{Report: r}); err != nil {
			t.Fatal(err)
		}
		var again stats.Report
		if err := json.Unmarshal(b.Bytes(), &again); err != nil {
			t.Fatal(err)
		}
		var second bytes.Buffer
		if err := ReportJSON(&second, ReportFile{Report: again}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(b.Bytes(), second.Bytes()) {
			t.Errorf("%s: the JSON changes when it is read and written", name)
		}
		if !strings.HasPrefix(b.String(), "{\n  \"unit\": {") {
			t.Errorf("%s begins with %.40q", name, b.String())
		}
	}
}
