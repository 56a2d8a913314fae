package survey

// Settings are what an administrator decides for the whole installation.
type Settings struct {
	// Organisation is the name that stands on every page for staff; "" until
	// the installation was set up.
	Organisation string `json:"organisation" validate:"required,max=120"`
	// Lang is the language of who has not chosen one.
	Lang string `json:"lang" validate:"required,language"`
	// Languages are those offered to parents, Lang first; none stands for all
	// that the program speaks.
	Languages []string `json:"languages,omitempty" validate:"unique,dive,language"`
	// Help are the lines that parents find beside every comment box, by
	// language; a language that is not in it has the program's own.
	Help map[string][]HelpLine `json:"help,omitempty" validate:"dive,min=1,max=6,dive"`
	// K is the least number of answers that a box is opened with and that a
	// figure is shown from; KReason is why it is lower than usual.
	K       int    `json:"k"`
	KReason string `json:"kReason,omitempty" validate:"max=300"`
	// FormerK are the other k there were: a paper form that was printed before
	// still says one of them.
	FormerK []int `json:"formerK,omitempty"`
	// Every is how many months lie between two looks at the boxes.
	Every int `json:"every" validate:"oneof=1 3 6 12"`
	// Retention is for how many months after the end of their year comments are
	// kept; 0 for always.
	Retention int `json:"retention"`
	// Brand is how its pages look.
	Brand Brand `json:"brand,omitzero"`

	// Revision counts the changes; it is checked when settings are saved.
	Revision int `json:"-"`
}

// HelpLine is a place where parents can turn: what it is for, its number, and
// when it can be called.
type HelpLine struct {
	For    string `json:"for" validate:"required,max=120"`
	Number string `json:"number" validate:"required,max=40,callable"`
	When   string `json:"when,omitempty" validate:"max=80"`
}

// Brand is the look of an organisation; the zero value is the program's own.
type Brand struct {
	// Tokens are values of design tokens by their names, as package brand has
	// read them.
	Tokens map[string]string `json:"tokens,omitempty"`
	Logo   *Logo             `json:"logo,omitempty"`
}

// Logo is a picture of which package brand has left nothing but the picture.
type Logo struct {
	Type string `json:"type"` // media type
	Data []byte `json:"data"`
}

// DefaultSettings are those of a new installation.
func DefaultSettings() Settings { return Settings{Lang: "nl", K: UsualK, Every: 1} }
