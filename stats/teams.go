package stats

import "ouderstem/survey"

// Teams are the units below a unit side by side, in the order of their names:
// never a ranking.
type Teams struct {
	List []Team `json:"list"`
	// Funnel is nil unless it was asked for: it is for those who work there only.
	Funnel *Funnel `json:"funnel,omitempty"`
}

// Team is what may be shown of a unit beside its neighbours.
type Team struct {
	Unit      survey.Unit `json:"unit"`
	Precision Precision   `json:"precision"` // of its mark; Hidden also when suppressed
	N         int         `json:"n,omitempty"`
	Mean      *Interval   `json:"mean,omitempty"`
	// Shrunk is the mean drawn towards that of all by empirical Bayes; nil where
	// units may not be compared: fewer than 30 answers, or fewer than three units.
	Shrunk       *Interval `json:"shrunk,omitempty"`
	ResponseRate *Share    `json:"responseRate,omitempty"`
	// Suppressed says that it has enough answers, but that with it a neighbour
	// that has too few could be worked out.
	Suppressed bool `json:"suppressed,omitempty"`
}

// Funnel places units of 30 answers and more among the limits that chance keeps
// within.
type Funnel struct {
	Mean float64 `json:"mean"` // of all
	// Dispersion is how much more the units differ than chance makes them; 1 or
	// more. The limits are widened by its root.
	Dispersion float64       `json:"dispersion"`
	Points     []FunnelPoint `json:"points"`
	Limits     []FunnelLimit `json:"limits"` // ascending N
}

// FunnelPoint is one unit.
type FunnelPoint struct {
	Unit  survey.Unit `json:"unit"`
	N     int         `json:"n"`
	Value float64     `json:"value"`
}

// FunnelLimit are the limits for groups of N.
type FunnelLimit struct {
	N         int     `json:"n"`
	InnerLow  float64 `json:"innerLow"` // 95 %
	InnerHigh float64 `json:"innerHigh"`
	OuterLow  float64 `json:"outerLow"` // 99.8 %
	OuterHigh float64 `json:"outerHigh"`
}
