package sheets

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// escape makes text fit for XML.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(clean(s))) //nolint:errcheck,gosec // a strings.Builder takes everything
	return b.String()
}

// spaced is escape for words in a paragraph, where OpenDocument would join
// spaces and tabs to one space.
func spaced(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch n := len(s[i:]) - len(strings.TrimLeft(s[i:], " ")); {
		case s[i] == '\t':
			b.WriteString("<text:tab/>")
			i++
		case n > 1 || n == 1 && i == 0:
			fmt.Fprintf(&b, `<text:s text:c="%d"/>`, n)
			i += n
		default:
			end := i + 1
			for end < len(s) && s[end] != '\t' && !strings.HasPrefix(s[end:], "  ") {
				end++
			}
			b.WriteString(escape(s[i:end]))
			i = end
		}
	}
	return b.String()
}
