package views

import (
	_ "embed" // for own.css
	"sync"

	"ouderstem/survey"
	"ouderstem/survey/brand"
)

// Look has the addresses of an organisation's own assets; "" for the program's.
type Look struct {
	Parent string // style sheet of parents' pages
	Staff  string // style sheet of staff's pages
	Logo   string
}

// ownCSS is what a style sheet has more where there is a logo: pages without
// one need not load it.
//
//go:embed own.css
var ownCSS string

// looks keeps what was dressed before: making a style sheet takes longer than
// sending it.
type looks struct {
	mu   sync.Mutex
	made map[lookKey]Look
}

// lookKey is what a look is made of. A logo never changes: settings that do
// have another one.
type lookKey struct {
	css  string
	logo *survey.Logo
}

// Look makes the assets of a brand and returns where they are. Tokens go into
// the style sheets themselves, whose names change with them: a page loads as
// much as one without a brand.
func (v *Views) Look(b survey.Brand) Look {
	key := lookKey{brand.Tokens(b.Tokens).CSS(), b.Logo}
	if b.Logo != nil {
		key.css += ownCSS
	}
	if key == (lookKey{}) {
		return Look{}
	}
	v.looks.mu.Lock()
	defer v.looks.mu.Unlock()
	if v.looks.made == nil {
		v.looks.made = map[lookKey]Look{}
	}
	if have, ok := v.looks.made[key]; ok {
		return have
	}
	const most = 16 // looks that are kept, for who is trying one out
	if len(v.looks.made) >= most {
		clear(v.looks.made)
		v.assets.undress()
	}
	var look Look
	if key.css != "" {
		look.Parent = v.assets.dress("parent.css", key.css)
		look.Staff = v.assets.dress("staff.css", key.css)
	}
	if b.Logo != nil {
		look.Logo = v.assets.picture(b.Logo)
	}
	v.looks.made[key] = look
	return look
}
