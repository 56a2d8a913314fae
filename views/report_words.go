package views

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// voice says what a report has to say in one language. It remembers the first
// text that was missing, so that sentences can be put together and the error
// asked for once.
type voice struct {
	texts *Texts
	lang  string
	typed string          // the language that the organisation writes in, where it is not lang
	masks map[string]bool // the words that stand for something masked
	err   error
}

// written is what the organisation typed, in the language that it writes in.
func (o *voice) written(typed string) document.Line {
	return document.Line{{Text: typed, Lang: o.typed}}
}

// writtenIn says in what language the organisation wrote, for who reads another;
// nothing where it is the same, or was not kept.
func (o *voice) writtenIn() []document.Block {
	if o.typed == "" {
		return nil
	}
	return []document.Block{styled(document.Note, o.say("report.typed."+o.typed))}
}

// say returns the sentence key; args are name and value in turn.
func (o *voice) say(key string, args ...any) string {
	s, err := o.texts.pairs(o.lang, key, args)
	if err != nil && o.err == nil {
		o.err = err
	}
	return s
}

// you is say where the sentence depends on who answered.
func (o *voice) you(audience survey.Audience, key string, args ...any) string {
	s, err := o.texts.you(o.lang, audience, key, args)
	if err != nil && o.err == nil {
		o.err = err
	}
	return s
}

func (o *voice) in(t survey.Text) string { return inLanguage(t, o.lang, fallbackLanguages) }

func (o *voice) count(n int) string { return Number(o.lang, float64(n), 0) }

func (o *voice) percent(x float64) string {
	return o.say("report.percent", "Percent", Number(o.lang, x, 0))
}

// share says a share as it may be shown, in words where it must be.
func (o *voice) share(s stats.Share) string {
	switch s.Word {
	case stats.AlmostNobody:
		return o.say("report.almost-nobody")
	case stats.AlmostEveryone:
		return o.say("report.almost-everyone")
	}
	return o.percent(float64(s.Percent))
}

// about is share inside a sentence, which says when it was rounded far.
func (o *voice) about(p stats.Precision, s stats.Share) string {
	if p == stats.Indicative && s.Word == "" {
		return o.say("report.about", "Figure", o.share(s))
	}
	return o.share(s)
}

// rateFigure says a response rate, which is about cards and not about people.
// Of few cards it was rounded to tens and has no interval.
func (o *voice) rateFigure(s stats.Share) string {
	switch {
	case s.Word != "":
		return o.say("report.rate." + string(s.Word))
	case s.Interval == nil:
		return o.say("report.about", "Figure", o.share(s))
	}
	return o.share(s)
}

// mark says a mark as exactly as it may be shown: 7,4 or, of few answers, 7,5
// and 7.
func (o *voice) mark(p stats.Precision, x float64) string {
	if whole := float64(int(x)); p != stats.Full && x == whole {
		return Number(o.lang, x, 0)
	}
	return Number(o.lang, x, 1)
}

// label says what a bar stands for.
func (o *voice) label(q stats.Question, b stats.Bar) string {
	switch {
	case len(b.Text) > 0:
		return o.in(b.Text)
	case b.Value != string(b.Side):
		return b.Value // a mark
	case q.Kind == survey.Mark:
		return o.say("report.band.mark." + b.Value)
	}
	return o.say("report.band." + b.Value)
}

// positive says which answers to q are positive: "Ja, altijd" of "Vaak". It is
// empty where the answers were drawn together.
func (o *voice) positive(q stats.Question) string {
	var labels []string
	for _, b := range q.Bars {
		if b.Side == survey.Positive && len(b.Text) > 0 {
			labels = append(labels, o.say("report.quoted", "Words", o.label(q, b)))
		}
	}
	return o.either(labels)
}

// either joins words to a choice: a, b of c.
func (o *voice) either(words []string) string { return o.joined("report.or", words) }

func (o *voice) joined(key string, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return o.say(key, "First", strings.Join(words[:last], ", "), "Last", words[last])
}

// versions says which versions were answered: 1, 2 en 3.
func (o *voice) versions(versions []int) string {
	words := make([]string, len(versions))
	for i, v := range versions {
		words[i] = strconv.Itoa(v)
	}
	return o.joined("report.and", words)
}

// item says a part of a chart for who does not see it. After a question mark no
// colon follows.
func (o *voice) item(label, figure string) string {
	key := "report.chart.item"
	if strings.HasSuffix(label, "?") {
		key = "report.chart.item.asked"
	}
	return o.say(key, "Label", label, "Share", figure)
}

// adrift says that shares do not add up to 100, and why; total is what they do
// add up to, in per cent.
func (o *voice) adrift(exact bool, total int) document.Line {
	if !exact {
		return lineOf(o.say("report.adrift.tens", "Total", o.percent(float64(total))))
	}
	return lineOf(o.say("report.adrift"))
}

// description says what a chart shows to who does not see it.
func (o *voice) description(p part) string {
	var parts []string
	for _, b := range p.Shown() {
		parts = append(parts, o.item(o.label(p.Question, b), o.share(b.Share)))
	}
	return strings.Join(parts, " ")
}

// warning says w. A question that it is about is named by its id.
func (o *voice) warning(r Report, w stats.Warning) string {
	var args []any
	for name, value := range w.Args {
		if id, ok := value.(string); ok && name == "Question" {
			if t := o.in(r.wording(id)); t != "" {
				value = t
			}
		}
		args = append(args, name, value)
	}
	return o.say(w.Key, args...)
}

// capital makes the first letter of a sentence a capital.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// link is a stretch of a sentence that leads somewhere.
func link(text, href string) document.Span { return document.Span{Text: text, Href: href} }

// linkMark stands around the number of a link while its sentence is put
// together. No text that was typed keeps it.
const linkMark = "\x1f"

// linked says a sentence some of whose args are links, or stretches with links in
// them.
func (o *voice) linked(key string, args ...any) document.Line {
	line := o.clause(key, args...)
	if len(line) > 0 {
		line[0].Text = capital(line[0].Text)
	}
	return line
}

// clause is linked within a sentence.
func (o *voice) clause(key string, args ...any) document.Line {
	var parts []document.Line
	for i, a := range args {
		switch a := a.(type) {
		case document.Span:
			args[i] = linkMark + strconv.Itoa(len(parts)) + linkMark
			parts = append(parts, document.Line{a})
		case document.Line:
			args[i] = linkMark + strconv.Itoa(len(parts)) + linkMark
			parts = append(parts, a)
		case string:
			args[i] = strings.ReplaceAll(a, linkMark, "")
		}
	}
	var line document.Line
	for i, text := range strings.Split(o.say(key, args...), linkMark) {
		if i%2 == 0 {
			if text != "" {
				line = append(line, document.Span{Text: text})
			}
			continue
		}
		if n, err := strconv.Atoi(text); err == nil && n < len(parts) {
			line = append(line, parts[n]...)
		}
	}
	return line
}
