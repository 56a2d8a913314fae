package survey

import (
	"regexp"
	"slices"
	"time"
)

// Rhythms are how many months may lie between two looks at the boxes: years are
// whole numbers of each.
var Rhythms = []int{1, 3, 6, 12}

// MostRetention is the longest that can be asked for in months: for ever is 0.
const MostRetention = 240

// What can be wrong with settings.
var (
	ErrBadK         = &Error{Key: "error.bad-k"}
	ErrNoReason     = &Error{Key: "error.no-reason"}
	ErrBadRetention = &Error{Key: "error.bad-retention"}
	ErrNoTheme      = &Error{Key: "error.no-theme"}
	ErrNoTokens     = &Error{Key: "error.no-tokens"}
	ErrNoLogo       = &Error{Key: "error.no-logo"}
	ErrLargeLogo    = &Error{Key: "error.large-logo"}
	ErrActiveLogo   = &Error{Key: "error.active-logo"}
)

// Check tells what is wrong with the settings; a Field is the JSON name of what
// was filled in wrong, as in help[nl][0].number.
func (s Settings) Check() []Fault {
	faults := ruleFaults(s)
	switch {
	case s.K < LeastK || s.K > MostK:
		faults = append(faults, Fault{Field: "k", Err: ErrBadK.With("Least", LeastK).With("Most", MostK)})
	case s.K < UsualK && s.KReason == "":
		faults = append(faults, Fault{Field: "kReason", Err: ErrNoReason.With("Usual", UsualK)})
	}
	if s.Retention < 0 || s.Retention > MostRetention {
		faults = append(faults, Fault{Field: "retention", Err: ErrBadRetention.With("Most", MostRetention)})
	}
	return faults
}

// callable is a telephone number as people write it; a short one too, as 112.
var callable = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{1,38}$`)

// AnyK returns every k that a paper form may say, the largest first.
func (s Settings) AnyK() []int {
	all := append(slices.Clone(s.FormerK), s.K)
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return slices.Compact(all)
}

// Offered returns those of languages that are offered to parents, in the order
// of the settings; all of them where the settings name none of them: a survey
// in no offered language is better answered than refused.
func (s Settings) Offered(languages []string) []string {
	var offered []string
	for _, l := range s.Languages {
		if slices.Contains(languages, l) {
			offered = append(offered, l)
		}
	}
	if len(offered) == 0 {
		return languages
	}
	return offered
}

// SweptThrough returns the last year whose comments have been kept long enough
// at now; 0 where they are kept for good.
func (s Settings) SweptThrough(now time.Time) int {
	if s.Retention == 0 {
		return 0
	}
	return time.Date(now.Year(), now.Month()-time.Month(s.Retention), 1, 0, 0, 0, 0, time.UTC).Year() - 1
}
