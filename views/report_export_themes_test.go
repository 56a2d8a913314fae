package views

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"ouderstem/stats"
)

// themes notes the figures of themes, those of the whole under "themes".
func (f facts) themes(o *voice, t *stats.Themes) {
	if t == nil {
		return
	}
	f["themes read"] = strconv.Itoa(t.N)
	if t.Without != nil {
		f.part(o, "themes without", t.Without)
	}
	if a := t.Agreement; a.Coded > 0 {
		f["themes coded"] = strconv.Itoa(a.Coded)
		f.part(o, "themes same", a.Same)
		f.part(o, "themes found", a.Found)
	}
	for _, x := range t.List {
		key := "theme " + o.in(x.Name) + " "
		f.part(o, key+"report.themes.share", &x.Share)
		f[key+"report.themes.share n"] = strconv.Itoa(x.N)
		for _, b := range x.Sentiment {
			f.part(o, key+"report.themes.tone."+b.Value, &b.Share)
		}
		if x.Favour != nil {
			f.part(o, key+"report.themes.favour", &x.Favour.Share)
			f[key+"report.themes.favour n"] = strconv.Itoa(x.Favour.N)
		}
		if m := x.Marks; m != nil {
			f.interval(key+"report.themes.mark.with", m.With.Mean)
			f[key+"report.themes.mark.with n"] = strconv.Itoa(m.With.N)
			f.interval(key+"report.themes.mark.others", m.Others.Mean)
			f[key+"report.themes.mark.others n"] = strconv.Itoa(m.Others.N)
			f.interval(key+"report.themes.mark.difference", m.Difference.Interval)
		}
		if c := x.Change; c != nil {
			f.part(o, key+"report.themes.before", &c.Before)
			f.interval(key+"report.themes.change", c.Difference.Interval)
		}
	}
}

// part is share of comments, which has other words.
func (f facts) part(o *voice, key string, s *stats.Share) {
	f.share(o, key, s)
	if s.Word != "" {
		f[key] = o.part(*s)
	}
}

func (f facts) interval(key string, i stats.Interval) {
	f[key], f[key+" low"], f[key+" high"] = plain(i.Value), plain(i.Low), plain(i.High)
}

// themeTexts are the keys of what themes have figures of.
var themeTexts = []string{
	"report.themes.share", "report.themes.favour", "report.themes.mark.with", "report.themes.mark.others",
	"report.themes.mark.difference", "report.themes.before", "report.themes.change",
	"report.themes.tone.positive", "report.themes.tone.mixed", "report.themes.tone.neutral", "report.themes.tone.negative",
}

// readThemes notes the figures of themes on the page.
func (f facts) readThemes(o *voice, r stats.Report, page string) {
	if r.Themes == nil {
		return
	}
	_, section, _ := strings.Cut(page, `<section id="themes"`)
	f.find(o, section, "themes read", strings.Replace(o.say("report.themes.read", "N", 2, "Count", "§"), "§", `([\d.,]+)`, 1))
	_, how, _ := strings.Cut(page, `<dt>`+o.say("report.how.without")+`</dt>`)
	f.find(o, how, "themes without", `^<dd>(?:ongeveer |about )?(\d+)`)
	if w := r.Themes.Without; w != nil && w.Interval != nil { // the page leaves it to the files
		f["themes without low"], f["themes without high"] = plain(w.Interval.Low), plain(w.Interval.High)
	}
	whole := `(\d+)\D*?%`
	_, how, _ = strings.Cut(how, `</dd>`)
	pattern := o.say("report.how.agreement.same", "Count", "1§", "Share", "2§", "Low", "3§", "High", "4§") + " " +
		o.say("report.how.agreement.found", "Share", "2§", "Low", "3§", "High", "4§")
	pattern = strings.NewReplacer("1§", `(\d+)`, "2§", whole, "3§", whole, "4§", whole).Replace(regexp.QuoteMeta(pattern))
	if m := regexp.MustCompile(pattern).FindStringSubmatch(how); m != nil {
		for i, key := range []string{"coded", "same", "same low", "same high", "found", "found low", "found high"} {
			f["themes "+key] = m[i+1]
		}
	}
	for i, x := range r.Themes.List {
		_, theme, _ := strings.Cut(section, fmt.Sprintf(`<section id="theme-%d"`, i+1))
		theme, _, _ = strings.Cut(theme, "</section>")
		heads := []string{"", " low", " high", " n"}
		if !strings.Contains(theme, o.say("report.table.low")) { // no figure has an interval
			heads = []string{"", " n"}
		}
		for _, key := range themeTexts {
			name := "theme " + o.in(x.Name) + " " + key
			m := regexp.MustCompile(`<th scope="row">` + regexp.QuoteMeta(o.say(key)) + `</th>(<td>.*?)</tr>`).FindStringSubmatch(theme)
			if m == nil {
				continue
			}
			for j, cell := range regexp.MustCompile(`<td>([^<]*)</td>`).FindAllStringSubmatch(m[1], -1) {
				if cell[1] != "" {
					f[name+heads[j]] = oneForm(o.lang, cell[1])
				}
			}
		}
	}
}
