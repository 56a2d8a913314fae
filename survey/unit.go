package survey

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Unit is a node of the tree that answers are counted for: a country or
// region, a municipality, a team.
type Unit struct {
	ID     string `json:"id" validate:"required,slug,max=60"`
	Parent string `json:"parent,omitempty"` // "" at the top
	Name   string `json:"name" validate:"required,max=300"`
}

// Units is a whole tree, in any order.
type Units []Unit

// Find returns the unit with this id or, failing that, the only one with this
// name.
func (us Units) Find(idOrName string) (Unit, error) {
	var found []Unit
	for _, u := range us {
		if u.ID == idOrName {
			return u, nil
		}
		if strings.EqualFold(u.Name, idOrName) {
			found = append(found, u)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		var ids []string
		for _, u := range found {
			ids = append(ids, u.ID)
		}
		return Unit{}, ErrAmbiguous.With("Unit", idOrName).With("IDs", strings.Join(ids, ", "))
	}
	return Unit{}, ErrNoUnit.With("Unit", idOrName)
}

// Children returns the units directly under id, by name; id "" stands for the
// top.
func (us Units) Children(id string) Units {
	var children Units
	for _, u := range us {
		if u.Parent == id {
			children = append(children, u)
		}
	}
	slices.SortFunc(children, func(a, b Unit) int {
		return strings.Compare(strings.ToLower(a.Name)+"\x00"+a.ID, strings.ToLower(b.Name)+"\x00"+b.ID)
	})
	return children
}

// Below returns id and the ids of all units under it, parents before children.
func (us Units) Below(id string) []string {
	ids := []string{id}
	for i := 0; i < len(ids); i++ {
		for _, c := range us.Children(ids[i]) {
			if !slices.Contains(ids, c.ID) { // a loop ends where it began
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// Under returns u and all units under it in reading order: each before those
// under it, neighbours by name.
func (us Units) Under(u Unit) Units {
	under := Units{u}
	children := map[string]Units{}
	for _, c := range us {
		children[c.Parent] = append(children[c.Parent], c)
	}
	seen := map[string]bool{u.ID: true}
	var down func(id string)
	down = func(id string) {
		for _, c := range children[id].Children(id) {
			if !seen[c.ID] { // a loop ends where it began
				seen[c.ID] = true
				under = append(under, c)
				down(c.ID)
			}
		}
	}
	down(u.ID)
	return under
}

// Above returns the ids from the parent of id up to the top.
func (us Units) Above(id string) []string {
	parent := map[string]string{}
	for _, u := range us {
		parent[u.ID] = u.Parent
	}
	var ids []string
	for at := parent[id]; at != "" && len(ids) <= len(us); at = parent[at] {
		ids = append(ids, at)
	}
	return ids
}

// Asker is who asks on a card of a unit: the unit itself or, for a team, the
// municipality above it, which is who parents know.
func (us Units) Asker(unit string) string {
	for _, id := range append([]string{unit}, us.Above(unit)...) {
		if len(us.Children(id)) > 0 || len(us.Above(id)) == 0 {
			i := slices.IndexFunc(us, func(u Unit) bool { return u.ID == id })
			if i >= 0 {
				return us[i].Name
			}
		}
	}
	return ""
}

// Walk calls f for every unit in reading order, with its depth from 0.
func (us Units) Walk(f func(u Unit, depth int)) {
	var down func(id string, depth int)
	down = func(id string, depth int) {
		for _, c := range us.Children(id) {
			f(c, depth)
			down(c.ID, depth+1)
		}
	}
	down("", 0)
}

// Slug makes an identifier of a name: lower-case Latin letters, digits and
// single dashes; "" when nothing is left.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // the accent that NFKD took off its letter
		default:
			if s := b.String(); s != "" && s[len(s)-1] != '-' {
				b.WriteByte('-')
			}
		}
	}
	return strings.Trim(b.String(), "-")
}
