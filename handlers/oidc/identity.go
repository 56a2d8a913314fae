package oidc

import (
	"fmt"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"ouderstem/survey"
)

// claims is what a token may hold of somebody. preferred_username is not among
// it: it looks like an e-mail address and proves none.
type claims struct {
	Email    string `json:"email"`
	Verified any    `json:"email_verified"`
	// Owner is Entra ID's way to say it: the owner of the address's domain was
	// verified.
	Owner    any    `json:"xms_edov"`
	Name     string `json:"name"`
	AuthTime int64  `json:"auth_time"`
}

// leeway is how far two clocks may be apart, as most libraries have it.
const leeway = time.Minute

func (p *Provider) identity(signed *oidc.IDToken, t Trip) (survey.Identity, error) {
	if signed.Subject == "" { // or all whom it does not name would be one person
		return survey.Identity{}, fmt.Errorf("%w: the token names nobody", survey.ErrNotSignedIn)
	}
	var c claims
	all := map[string]any{}
	for _, into := range []any{&c, &all} {
		if err := signed.Claims(into); err != nil {
			return survey.Identity{}, fmt.Errorf("%w: claims: %w", survey.ErrNotSignedIn, err)
		}
	}
	if t.Again {
		asked := time.Unix(c.AuthTime, 0)
		if asked.Before(time.Unix(t.Begun, 0).Add(-leeway)) || asked.After(p.Now().Add(leeway)) {
			return survey.Identity{}, fmt.Errorf("%w: auth_time %d", survey.ErrNotSignedInAgain, c.AuthTime)
		}
	}
	i := survey.Identity{Issuer: signed.Issuer, Subject: signed.Subject, Name: c.Name, Words: list(find(all, p.Claim))}
	if yes(c.Verified) || yes(c.Owner) {
		i.Email = survey.CleanEmail(c.Email)
	}
	return i, nil
}

// yes reads a boolean: some providers send it as a word or a number.
func yes(v any) bool {
	return v == true || v == "true" || v == "1" || v == 1.0
}

// find returns the claim with this name or, failing that, at the end of this
// path.
func find(all map[string]any, name string) any {
	if v, ok := all[name]; ok {
		return v
	}
	var at any = all
	for step := range strings.SplitSeq(name, ".") {
		m, ok := at.(map[string]any)
		if !ok {
			return nil
		}
		at = m[step]
	}
	return at
}

// list returns the words in a claim that holds one or many.
func list(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var words []string
		for _, x := range v {
			if s, ok := x.(string); ok {
				words = append(words, s)
			}
		}
		return words
	}
	return nil
}
