package handlers

import (
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// posted is what a parent's form holds, copied out of the request.
type posted struct {
	step, lang, version, code, token string

	questions map[string][]string // by question id, as typed
	k         int                 // that the form has named
	size      int                 // bytes, decoded
}

// read reads a form. It refuses what a browser's form never is: packed bodies,
// which can hide gigabytes, and other types.
func read(c *fiber.Ctx) (map[string][]string, error) {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return nil, fiber.ErrUnsupportedMediaType
	}
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationForm {
		return nil, fiber.ErrUnsupportedMediaType
	}
	fields := map[string][]string{}
	// PostArgs, not FormValue: that one would take the address first.
	for name, value := range c.Request().PostArgs().All() {
		fields[string(name)] = append(fields[string(name)], string(value))
	}
	return fields, nil
}

// readAnswers reads what a parent posted.
func readAnswers(c *fiber.Ctx) (posted, error) {
	p := posted{questions: map[string][]string{}, k: survey.UsualK}
	fields, err := read(c)
	if err != nil {
		return p, err
	}
	for name, values := range fields {
		last := values[len(values)-1]
		switch name {
		case views.FieldStep:
			p.step = last
		case views.FieldLang:
			p.lang = last
		case views.FieldVersion:
			p.version = last
		case views.FieldCode:
			p.code = oneLine(last)
		case views.FieldToken:
			p.token = oneLine(last)
		case views.FieldK:
			if k, err := strconv.Atoi(last); err == nil && survey.LeastK <= k && k <= survey.MostK {
				p.k = k
			}
		default:
			if id, ok := strings.CutPrefix(name, views.QuestionField("")); ok {
				p.questions[id] = values
				for _, v := range values {
					p.size += len(v)
				}
			}
		}
	}
	if lang := c.Query(views.FieldLang); lang != "" {
		p.lang = lang // a language button posts to another address than the form was shown at
	}
	return p, nil
}

// oneLine cleans a short field and keeps as much of it as can mean something.
func oneLine(s string) string {
	const longest = 80
	s = strings.ReplaceAll(survey.Clean(s), "\n", " ")
	for i := range s {
		if i >= longest {
			return s[:i]
		}
	}
	if !utf8.ValidString(s) {
		return ""
	}
	return s
}
