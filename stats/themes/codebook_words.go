package themes

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Fingerprint tells the words of a theme from others, whatever their order: what
// was decided about a theme was decided about these. Its name may change.
func (t Theme) Fingerprint() string {
	sorted := map[string][]string{}
	for lang, patterns := range t.Patterns {
		if len(patterns) > 0 {
			sorted[lang] = slices.Sorted(slices.Values(patterns))
		}
	}
	body, err := json.Marshal(sorted) // of a map in the order of its keys
	if err != nil {
		panic(err) // strings alone cannot fail
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}
