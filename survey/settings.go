package survey

// Settings are what an administrator decides for the whole installation.
type Settings struct {
	// Organisation is the name that stands on every page for staff; "" until
	// the installation was set up.
	Organisation string `json:"organisation" validate:"required,max=120"`
	// Lang is the language of who has not chosen one.
	Lang string `json:"lang" validate:"required,language"`
	// Help are the lines that parents find beside every comment box, by
	// language; a language that is not in it has the program's own.
	Help map[string][]HelpLine `json:"help,omitempty" validate:"dive,min=1,max=6,dive"`

	// Revision counts the changes; it is checked when settings are saved.
	Revision int `json:"-"`
}

// HelpLine is a place where parents can turn: what it is for, its number, and
// when it can be called.
type HelpLine struct {
	For    string `json:"for" validate:"required,max=120"`
	Number string `json:"number" validate:"required,max=40"`
	When   string `json:"when,omitempty" validate:"max=80"`
}

// DefaultSettings are those of a new installation.
func DefaultSettings() Settings { return Settings{Lang: "nl"} }
