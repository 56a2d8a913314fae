package views

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	gohtml "html"
	"regexp"
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
	s = strings.TrimSpace(strings.Trim(s, "\u00a0%"))
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
		if q.Precision == stats.Full {
			f.share(o, key+" positive", q.Positive)
		}
	}
	for _, k := range r.Figures {
		if k.Percent != nil {
			f[k.Label] = plain(k.Percent.Value)
			f[k.Label+" low"], f[k.Label+" high"] = plain(k.Percent.Low), plain(k.Percent.High)
			f[k.Label+" of"] = fmt.Sprint(k.Numerator, " ", k.Denominator)
		}
	}
	return f
}

// csvFacts reads the figures from the exported CSV.
func csvFacts(t *testing.T, o *voice, raw []byte) facts {
	t.Helper()
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte(byteOrderMark))))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	general := map[string]string{
		o.say("report.how.answers"): "n", o.say("report.how.boxes"): "boxes", o.say("report.how.handed-out"): "handed out",
		o.say("report.how.rate"): "rate", o.say("report.csv.waiting"): "waiting", o.say("report.how.k"): "k",
	}
	f := facts{}
	add := func(key, value string) {
		if value != "" {
			f[key] = oneForm(o.lang, value)
		}
	}
	for _, c := range rows[1:] {
		section, question, text, value, percent, low, high, n := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
		key := question + " " + text
		switch {
		case section == o.say("report.csv.general") && general[text] == "":
			continue
		case section == o.say("report.csv.general"):
			key = general[text]
			add(key, n)
		case section == o.say("report.figures.title"):
			if key = text; percent == "" {
				continue
			}
			f[key+" of"] = strings.Join(regexp.MustCompile(`\d+`).FindAllString(value, -1), " ")
			value = ""
		case section != o.say("report.questions.title") && section != o.say("report.mark.title") || text == o.say("report.csv.precision") || text == o.say("report.csv.no-opinion"):
			continue
		case text == o.say("report.words.mean"):
			key = question + " mean"
			add(question+" n", n)
		case text == o.say("report.csv.positive") && !strings.Contains(section, o.say("report.mark.title")) && low != "":
			key = question + " positive"
		default:
			add(question+" n", n)
		}
		add(key, value+percent)
		add(key+" low", low)
		add(key+" high", high)
	}
	return f
}

// pageFacts reads the figures from the page: shares from its tables.
func pageFacts(o *voice, r stats.Report, page string) facts {
	page = gohtml.UnescapeString(strings.ReplaceAll(page, "<br>", ""))
	f := facts{}
	find := func(in, key, pattern string) {
		if m := regexp.MustCompile(`(?s)` + pattern).FindStringSubmatch(in); m != nil {
			f[key] = oneForm(o.lang, strings.TrimSuffix(m[1], " keer"))
		}
	}
	width := `([^<]*?)`
	around := func(low, high string) string {
		return strings.NewReplacer("§", low, "±", high).Replace(regexp.QuoteMeta(o.say("report.interval", "Low", "§", "High", "±")))
	}
	term := func(key string) string {
		return `<dt>` + regexp.QuoteMeta(o.say(key)) + `</dt><dd>(?:ongeveer |about )?` + `([\d.,]+)`
	}
	_, how, _ := strings.Cut(page, `id="how"`)
	for key, text := range map[string]string{"n": "report.how.answers", "boxes": "report.how.boxes", "handed out": "report.how.handed-out", "rate": "report.how.rate", "waiting": "report.how.waiting", "k": "report.how.k"} {
		find(how, key, term(text))
	}
	if m := regexp.MustCompile(`toeval: ([\d]+)\D+(\d+)|chance: ([\d]+)\D+(\d+)`).FindStringSubmatch(how); m != nil {
		f["rate low"], f["rate high"] = m[1]+m[3], m[2]+m[4]
	}
	for _, q := range r.Questions {
		key := o.in(q.Text)
		_, part, _ := strings.Cut(page, `<section id="`+anchor(q.ID)+`"`)
		part, _, _ = strings.Cut(part, "</section>")
		if q.Precision == stats.Hidden {
			continue
		}
		find(part, key+" mean", `class="figure"><strong>`+width+`</strong>`)
		find(part, key+" mean low", regexp.QuoteMeta(o.say("report.mark.interval"))+`</dt><dd>`+width+` `)
		find(part, key+" mean high", regexp.QuoteMeta(o.say("report.mark.interval"))+`</dt><dd>[^<]* `+width+`</dd>`)
		find(part, key+" n", `<dt>`+o.say("report.mark.n")+`</dt><dd>`+width+`</dd>`)
		find(part, key+" n", strings.Replace(regexp.QuoteMeta(o.say("report.n", "N", 2, "Count", "§")), "§", `([\d.,]+)`, 1))
		if q.Precision == stats.Full {
			find(part, key+" positive", `<p><strong>([\d]+)`)
			find(part, key+" positive low", around(`(\d+)\D*`, `\d+\D*`))
			find(part, key+" positive high", around(`\d+\D*`, `(\d+)\D*`))
		}
		for _, m := range regexp.MustCompile(`<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>`).FindAllStringSubmatch(part, -1) {
			f[key+" "+m[1]] = oneForm(o.lang, m[2])
		}
	}
	_, figures, _ := strings.Cut(page, `id="figures"`)
	for card := range strings.SplitSeq(figures, "<li>") {
		m := regexp.MustCompile(`(?s)<h3>(.*?)</h3>\s*<p class="figure"><strong>(\d+)\D*?%</strong> (\d+)\D+(\d+)</p>\s*<p>\D+(\d+)\D+(\d+)`).FindStringSubmatch(card)
		if m != nil {
			f[m[1]], f[m[1]+" of"], f[m[1]+" low"], f[m[1]+" high"] = m[2], m[3]+" "+m[4], m[5], m[6]
		}
	}
	return f
}

// The page, the CSV and the JSON hold the same figures, one by one.
func TestExportsAreEqual(t *testing.T) {
	v := newViews(t)
	for _, name := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			o := &voice{texts: v.texts, lang: lang}
			r := exampleReport(t, name)
			var raw, table bytes.Buffer
			if err := ReportJSON(&raw, r); err != nil {
				t.Fatal(err)
			}
			if err := v.ReportCSV(&table, lang, r); err != nil {
				t.Fatal(err)
			}
			want := jsonFacts(t, o, raw.Bytes())
			fromCSV, fromPage := csvFacts(t, o, table.Bytes()), pageFacts(o, r, render(t, v, lang, Report{Report: r}))
			if r.N == 0 { // the page says in words that there is nothing, the table in zeros
				delete(fromCSV, "n")
				delete(fromCSV, "boxes")
			}
			for _, f := range []facts{fromCSV, fromPage} {
				if f["rate"] == o.say("report.unknown") {
					delete(f, "rate")
				}
			}
			if r.HandedOut == nil {
				delete(fromCSV, "handed out")
			}
			if diff := cmp.Diff(want, fromCSV); diff != "" {
				t.Errorf("%s in %s, JSON and CSV: %s", name, lang, diff)
			}
			if diff := cmp.Diff(want, fromPage); diff != "" {
				t.Errorf("%s in %s, JSON and page: %s", name, lang, diff)
			}
		}
	}
}
