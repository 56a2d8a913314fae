package views

import (
	"maps"
	"net/url"

	"ouderstem/survey"
)

// Frame is what stands around a page for staff. Every such page embeds it; the
// handlers fill it in.
type Frame struct {
	// Organisation is whose installation it is; "" before it was set up.
	Organisation string
	// Look has its own style and logo.
	Look Look
	// Who is signed in; "" for nobody.
	Who string
	// Menu leads to the pages that Who may open, and UnitMenu to those about
	// the unit that the page is about.
	Menu     []MenuItem
	UnitMenu []MenuItem
	About    survey.Unit
	// Token goes with every form that changes something.
	Token string
	// ParentsSite is the base address of the pages for parents where that is not
	// the one of this page; "" where it is.
	ParentsSite string
	// Query is what the address of the page asks for, which it asks for in another
	// language too.
	Query url.Values
	// Said names the sentence about what was just done, or "".
	Said string
}

// MenuItem is a link in a menu; Label is the key of its words.
type MenuItem struct {
	Label string
	Href  string
	Here  bool
}

// Framed returns the frame of a page for staff, to be filled in.
func (f *Frame) Framed() *Frame { return f }

// Speaking leads to the same page in another language. It does not say once more
// what was just done.
func (f Frame) Speaking(lang string) string {
	kept := maps.Clone(f.Query)
	kept.Del("lang")
	kept.Del("said")
	address := "?lang=" + url.QueryEscape(lang)
	if len(kept) > 0 {
		address += "&" + kept.Encode()
	}
	return address
}

// Problems is what is wrong with the forms of the page: nothing, where a page
// does not say otherwise.
func (*Frame) Problems() []FieldProblem { return nil }

// FramedPage is a page for staff.
type FramedPage interface {
	Page
	Framed() *Frame
}

// said returns the sentence of what was just done, or "" for words that are
// none of ours: they come out of the address.
func (t *Texts) said(lang, what string) (string, error) {
	if key := "said." + what; t.keys[key] {
		return t.Say(lang, key, nil)
	}
	return "", nil
}
