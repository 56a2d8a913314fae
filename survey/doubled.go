package survey

import (
	"regexp"
	"slices"
	"strings"
)

// joining are the words that join two things, by language.
var joining = map[string][]string{
	"nl": {"en", "of", "én"},
	"en": {"and", "or"},
}

// oneThing are pairs around a joining word that are one thing, or one person
// with theirs. Advice that is often wrong is not read, so what is doubtful
// stands here.
var oneThing = map[string]*regexp.Regexp{
	"nl": regexp.MustCompile(`^(` + strings.Join([]string{
		`(u|jij|je|jou|uzelf|jezelf|uw \S+|je \S+|jouw \S+|ik|wij) (en|of) (uw|je|jouw|mijn|onze|ons|wij|de andere|een andere|anderen|iemand)`,
		`(uw |je |jouw |het |de |een )?(kind|kinderen|zoon|vader|moeder|ouder|ouders|familie|gezin|broer|opvoeder) (en|of) ` +
			`(uw |je |jouw |het |de |een )?(kind|kinderen|dochter|moeder|vader|verzorger|verzorgers|vrienden|gezin|zus|opvoeder|ouders|jongeren)`,
		`(wel|ja|meer|minder|min|af|een|één|dag|vader|voor|nu|hier|heen|in|zwart|goed|dit) (en|of) ` +
			`(niet|nee|minder|meer|toe|twee|nacht|moeder|na|dan|daar|later|terug|uit|wit|slecht|dat)`,
		`(waar|wie|wat|hoe|wanneer|waarom) (en|of) (waar|wie|wat|hoe|wanneer|waarom|bij|met|van)`,
	}, "|") + `)\b`),
	"en": regexp.MustCompile(`^(` + strings.Join([]string{
		`(you|yourself|your \S+|i|we|he|me) (and|or) (your|my|our|she|someone|others|the other|another|i)`,
		`(your |the |a )?(child|children|son|father|mother|parent|parents|family|brother|carer) (and|or) ` +
			`(your |the |a )?(child|children|daughter|mother|father|carer|carers|friends|family|sister|parents|guardian|young)`,
		`(can|yes|more|less|one|day|before|now|here|whether|this|good|up|back) (and|or) ` +
			`(cannot|no|not|less|more|two|night|after|later|there|that|bad|down|forth)`,
		`(where|who|what|how|when|why) (and|or) (where|who|what|how|when|why|with|by|from)`,
	}, "|") + `)\b`),
}

// whether is where the Dutch "of" asks instead of joining: "Wist u of …". Up to
// three words may stand between: "was het duidelijk voor u of".
var whether = regexp.MustCompile(`\b(weet|wist|weten|wisten|vraag|vroeg|duidelijk|zeker|zien|zag|merken|merkte|horen|hoorde|kijken|keek|afvroeg|zeggen|gezegd|verteld|vertelde|uitgelegd|besproken|alsof)( \S+){0,3}$`)

// doubled returns the word that makes a question ask two things at once, or ""
// where none does. It looks at what is asked: sentences that end in a question
// mark, or all of them where there are none. It knows Dutch and English.
func doubled(text, lang string) string {
	for _, sentence := range asking(text) {
		words := strings.Fields(strings.ToLower(sentence))
		for i := 1; i < len(words)-1; i++ {
			if slices.Contains(joining[lang], words[i]) && !together(words, i, lang) {
				return words[i]
			}
		}
	}
	return ""
}

// together reports whether what stands around words[i] is one thing.
func together(words []string, i int, lang string) bool {
	before := strings.Join(words[:i], " ")
	if lang == "nl" && words[i] == "of" && whether.MatchString(before) {
		return true
	}
	for back := 1; back <= min(2, i); back++ {
		if oneThing[lang].MatchString(strings.Join(words[i-back:], " ")) {
			return true
		}
	}
	for back := 2; back <= min(3, i); back++ {
		if strings.HasSuffix(words[i-back], ",") { // the last of a list
			return true
		}
	}
	next := words[i+1]
	if slices.Contains(articles, next) && i+2 < len(words) {
		next = words[i+2]
	}
	return alike(words[i-1], next) || slices.ContainsFunc(words, func(w string) bool { return jointly.MatchString(w) })
}

var articles = []string{"de", "het", "een", "the", "a", "an"}

// jointly are words by which two do one thing.
var jointly = regexp.MustCompile(`^(samen|tegelijk|elkaar|together|both|each)\b`)

// alike reports whether two words differ in their endings only: child or
// children, probleem of problemen.
func alike(a, b string) bool {
	a, b = strings.Trim(a, ",.?!();:"), strings.Trim(b, ",.?!();:")
	const stem, ending = 4, 2
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= stem && n >= min(len(a), len(b))-ending
}

var sentences = regexp.MustCompile(`[^.?!]+[.?!]*`)

func asking(text string) []string {
	all := sentences.FindAllString(text, -1)
	questions := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !strings.Contains(s, "?") })
	if len(questions) > 0 {
		return questions
	}
	return all
}
