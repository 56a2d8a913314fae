package chart

import (
	"image/color"
	"strconv"
)

// colour is one of those below, as #rrggbb.
type colour string

// The colours are those of the page in light, where each has at least 3 : 1
// beside what it stands on, and words 4.5 : 1.
const (
	white colour = "#ffffff"
	ink   colour = "#17212b"
	muted colour = "#4d5a66"
	line  colour = "#75828e"
	thin  colour = "#d3dbe1"
	soft  colour = "#eef3f5"
	deep  colour = "#0b5571"
	water colour = "#9fcadb"
	pale  colour = "#e3f0f5"
	sand  colour = "#efebe2"
	stone colour = "#6b6250"
	ochre colour = "#e3b457"
	earth colour = "#7a4f00"
	peat  colour = "#3d2800"
)

func (c colour) rgba() color.RGBA {
	n, err := strconv.ParseUint(string(c[1:]), 16, 32)
	if err != nil { // no colour but those above
		panic(err)
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}

// paint is what a box is filled with: a pattern where it names one, else a
// colour.
type paint struct {
	colour  colour
	pattern string // a key of patterns
}

func plain(c colour) paint { return paint{colour: c} }

// tile is how large the square is that a pattern repeats.
const tile = 8

// strokeWide is how wide lines of a pattern are, and dotRadius how large its
// dots.
const (
	strokeWide = 1.6
	dotRadius  = 1.4
)

// figure is what is drawn in a tile.
type figure string

const (
	none   figure = ""
	across figure = "across" // rising to the right
	back   figure = "back"   // falling to the right
	flat   figure = "flat"
	dots   figure = "dots"
)

// pattern is a figure in one colour on another.
type pattern struct {
	ground colour
	figure figure
	stroke colour
}

// patterns by the names that a document gives: the side of an answer, and the
// which one of that side it is. They are told apart without their colours.
var patterns = map[string]pattern{
	"fill-positive-1": {deep, none, ""},
	"fill-positive-2": {water, none, ""},
	"fill-positive-3": {pale, flat, deep},
	"fill-between-1":  {sand, dots, stone},
	"fill-between-2":  {sand, flat, stone},
	"fill-between-3":  {sand, none, ""},
	"fill-negative-1": {ochre, across, peat},
	"fill-negative-2": {earth, back, ochre},
	"fill-negative-3": {peat, none, ""},
	"fill-unknown-1":  {white, back, line},
	"fill-unknown-2":  {white, flat, line},
	"fill-unknown-3":  {white, dots, line},
}

// named returns the paint with that name; what has none is a plain bar.
func named(fill string) paint {
	if _, ok := patterns[fill]; ok {
		return paint{pattern: fill}
	}
	return plain(deep)
}
