package views

import (
	"strings"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/nl"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// months know how a language writes a date; languages that are missing use the
// first language's.
var months = map[string]locales.Translator{"nl": nl.New(), "en": en_GB.New()}

// Number writes x with a fixed number of decimals as lang does: 7,4 in Dutch.
func Number(lang string, x float64, decimals int) string {
	written := message.NewPrinter(language.Make(lang)).Sprint(number.Decimal(x, number.Scale(decimals)))
	return strings.Replace(written, "-", "−", 1) // a hyphen is no minus: lines break after it, and it is lost before a figure
}

// Date writes a day given as 2006-01-02 in words: 23 november 2026. What is no
// such day is returned as it is.
func Date(lang, day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	m, ok := months[lang]
	if !ok {
		m = months[FirstLanguage]
	}
	return m.FmtDateLong(d)
}

// Moment writes a day and a time of staff, in the time zone that m has.
func Moment(lang string, m time.Time) string {
	return Date(lang, m.Format(time.DateOnly)) + " " + m.Format("15:04")
}

// tel returns the digits of a telephone number, as an address wants it.
func tel(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, number)
}

// Direction returns the direction lang is written in, for the dir attribute.
func Direction(lang string) string {
	base, _ := language.Make(lang).Base()
	switch base.String() {
	case "ar", "fa", "he", "ur", "ps", "ckb", "dv":
		return "rtl"
	}
	return "ltr"
}

// signed writes a difference with its sign, which 0 has not.
func signed(lang string, x float64, decimals int) string {
	written := Number(lang, x, decimals)
	if zero := Number(lang, 0, decimals); strings.Trim(written, "−+") == zero {
		return zero
	}
	if x > 0 {
		return "+" + written
	}
	return written
}
