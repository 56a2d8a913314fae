// Package paper draws what is printed: cards that a coach hands to parents,
// and posters. As PDF, as SVG, as lines of text for a printing house, and as a
// QR code in a terminal.
//
// A card lies on a kitchen table. So it says nothing about safety and nothing
// about children, has no title of a survey on it, and names no person. What it
// promises cannot be taken back, so it promises only what the program keeps.
//
// Codes are in what is drawn and nowhere else: nothing here is stored, and two
// files of the same codes are the same bytes, whenever and wherever they were
// made.
package paper

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	"ouderstem/survey"
	"ouderstem/views"
)

// Sheet is what all cards of a stack share.
type Sheet struct {
	Site         string // where parents reach the program: https://ouderstem.voorbeeldstad.nl, no slash behind it
	Address      string // of the survey on that site
	Lang         string
	Audience     survey.Audience // youth are addressed in their own way
	Organisation string          // a name parents know, or ""
	Way          survey.Way      // ByPoster gives every code a page of its own
	Layout       Layout          // of cards; "" stands for EightOnA4
	K            int             // least number of answers opened together; 0 stands for survey.UsualK
}

// Layout is how large cards are, and so how many stand on a page.
type Layout string

// The layouts there are. All are printed on A4, which every office has, and cut.
const (
	EightOnA4 Layout = "a4"       // A7, for an envelope
	TwoOnA4   Layout = "a5"       // in large print
	TenOnA4   Layout = "business" // 85 × 55 mm, for a wallet
)

// Layouts are all layouts, the usual one first.
var Layouts = []Layout{EightOnA4, TwoOnA4, TenOnA4}

// Link is the address in a QR code. The code stands in its fragment, which a
// browser sends to no server.
func Link(site, address string, code survey.Code) string {
	return site + "/v/" + address + "#" + string(code)
}

// Text writes one line for every card: its link, a tab, and the code as it is
// printed.
func Text(w io.Writer, s Sheet, codes []survey.Code) error {
	b := bufio.NewWriter(w)
	for _, c := range codes {
		for _, part := range []string{Link(s.Site, s.Address, c), "\t", c.String(), "\n"} {
			if _, err := b.WriteString(part); err != nil {
				return err
			}
		}
	}
	return b.Flush()
}

// typed is the address as people type it: no browser wants the https:// and
// nobody likes to type it.
func (s Sheet) typed() string { return s.host() + "/v/" + s.Address }

// published is the address, as people type it, at which is read what came of
// all answers.
func (s Sheet) published() string { return s.host() + views.PublicPath }

func (s Sheet) host() string {
	if _, host, found := strings.Cut(s.Site, "://"); found {
		return host
	}
	return s.Site
}

// words are the sentences of one stack, in its language and for its audience.
type words struct {
	texts *views.Texts
	sheet Sheet
	keys  []string // all there are
}

func newWords(t *views.Texts, s Sheet) words {
	return words{texts: t, sheet: s, keys: t.Keys("")}
}

// language is the one the sentences are in: the sheet's, where the program
// speaks it.
func (w words) language() string {
	if slices.Contains(w.texts.Languages(), w.sheet.Lang) {
		return w.sheet.Lang
	}
	return views.FirstLanguage
}

// say returns the sentence key, in the form for the sheet's audience where it
// has one.
func (w words) say(key string) (string, error) {
	if own := key + "." + string(w.sheet.Audience); slices.Contains(w.keys, own) {
		key = own
	}
	return w.texts.Say(w.language(), key, map[string]any{"K": cmp.Or(w.sheet.K, survey.UsualK)})
}
