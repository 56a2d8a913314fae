package survey

// Text is the same words in several languages, by BCP 47 tag.
type Text map[string]string

// In returns the text in lang, else in the first of fallback that has it, else
// the empty string.
func (t Text) In(lang string, fallback ...string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	for _, l := range fallback {
		if s, ok := t[l]; ok {
			return s
		}
	}
	return ""
}
