package document

// Plot is what a chart draws: one of the kinds below. All numbers are as they
// may be shown; labels are as they are read.
type Plot interface{ plot() }

// Bar is one bar of a plot.
type Bar struct {
	Label   string
	Percent float64 // 0 to 100, the bar's length
	Text    string  // the share as it is told: "37 %", "bijna niemand"
	Short   string  // the same where there is hardly room: "37", "< 1", "bijna niemand"
	Href    string  // "#" and the id of the section about it; "" for none
	// Fill names the pattern it is drawn in, so that it is told apart without
	// colour: fill-positive-1 to fill-unknown-3.
	Fill      string
	Low, High *float64 // of its interval; nil without one
}

// Histogram draws a column for every mark, the most frequent one highest.
type Histogram struct {
	Bars []Bar // from 1 to 10
}

// Stack lays the bars of one whole end to end. They need not add up to 100.
type Stack struct {
	Bars []Bar
}

// Rows draws a bar for each label below the other, each of 100.
type Rows struct {
	Bars []Bar
}

// Point is a figure with its interval.
type Point struct {
	Label string  // a year, a team, a question
	Value float64 // NaN never: a point without a figure is left out, or Missing
	Low   float64
	High  float64
	Text  string // the figure as it is told
	Href  string // "#" and the id of the section about it; "" for none
	// Missing says that there is nothing to show here, and Text is why.
	Missing bool
	// Rough says that it rests on few answers, and is drawn hollow.
	Rough bool
}

// Ruler draws one figure with its interval on its scale.
type Ruler struct {
	Point
	Scale Scale
}

// Dots draws figures with their intervals: of years from left to right, or of
// teams or questions below each other.
type Dots struct {
	Points []Point
	Scale  Scale
	Across bool // from left to right, as years go
}

// Scale is what points are drawn on.
type Scale struct {
	Low, High float64
	Step      float64 // between its ticks
	Unit      Unit    // Mark or Percent
	// Labels are what is written at the ticks from Low on; nil writes whole
	// numbers as they are, and leaves those between them without.
	Labels    []string
	Line      *float64 // drawn across it: what is sufficient, or the mean of all
	LineLabel string   //
}

// Funnel draws a figure for each group against the number of answers it rests
// on, with the limits that chance keeps within.
type Funnel struct {
	Points []FunnelPoint
	Mean   float64       // of all; Scale.LineLabel tells what its line is
	Limits []FunnelLimit // ascending N
	Scale  Scale
	// Inner and Outer are how the limits are told: "95 %", "99,8 %".
	Inner, Outer string
	NLabel       string // what the horizontal axis counts
}

// FunnelPoint is one group.
type FunnelPoint struct {
	Label string
	N     int
	Value float64
	Text  string
}

// FunnelLimit is where the limits stand for N answers.
type FunnelLimit struct {
	N                                        int
	InnerLow, InnerHigh, OuterLow, OuterHigh float64
}

func (Histogram) plot() {}
func (Stack) plot()     {}
func (Rows) plot()      {}
func (Ruler) plot()     {}
func (Dots) plot()      {}
func (Funnel) plot()    {}
