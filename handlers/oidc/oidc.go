// Package oidc lets staff log in at their organisation's own provider, with
// OpenID Connect: the authorization code flow with PKCE, state and nonce.
//
// It knows the protocol and nothing of accounts, cookies or rows: [Provider.Begin]
// says where to send a browser and what to remember, [Provider.Finish] turns
// what the browser comes back with into a [survey.Identity]. What was remembered must
// be given to Finish once only; to see to that is the caller's.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"ouderstem/survey"
)

// Config is what an operator says of the provider.
type Config struct {
	// Issuer is the provider's address, as it stands in its tokens.
	Issuer string
	// ClientID and ClientSecret are what the provider knows this program by.
	ClientID, ClientSecret string
	// Claim holds what roles are made of: a name in the token, or a path to it
	// with dots ("realm_access.roles").
	Claim string
	// Callback is the address of ours that the provider sends browsers back to.
	Callback string
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// Provider is one provider of identities. It is safe for concurrent use.
type Provider struct {
	Config
	client *http.Client

	mu    sync.Mutex
	found *oidc.Provider // nil until its description was read
}

// patience is how long the provider may take for one request. Longer than the
// slowest we know (a cold tenant: 3 s), shorter than a person waits.
const patience = 10 * time.Second

// New returns the provider that c describes. It is first asked when somebody
// logs in, so that parents can be served while it is away.
func New(c Config) *Provider {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Provider{Config: c, client: &http.Client{Timeout: patience}}
}

// Trip is what must be remembered of somebody who was sent to the provider. It
// is used once.
type Trip struct {
	// State names the trip. It is what the caller finds the rest by.
	State    string `json:"-"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	// Again says that the person must prove anew who they are, and Begun from
	// which moment on (Unix seconds).
	Again bool  `json:"again"`
	Begun int64 `json:"begun"`
}

// Begin returns the address at the provider where a browser must go and what to
// remember of it. With again the provider must ask who is there, even when it
// knows already.
func (p *Provider) Begin(ctx context.Context, again bool) (string, Trip, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", Trip{}, err
	}
	t := Trip{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Again: again, Begun: p.Now().Unix()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)}
	if again {
		// max_age as well: a provider that is asked for it must tell when it asked.
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.oauth(found).AuthCodeURL(t.State, options...), t, nil
}

// Finish checks what a browser came back with against the trip that was
// remembered of it and returns who it is. Errors that a person can mend:
// [survey.ErrProviderRefused], [survey.ErrProviderAway], [survey.ErrNotSignedIn],
// [survey.ErrNotSignedInAgain].
func (p *Provider) Finish(ctx context.Context, t Trip, back url.Values) (survey.Identity, error) {
	if t.State == "" || subtle.ConstantTimeCompare([]byte(back.Get("state")), []byte(t.State)) != 1 {
		return survey.Identity{}, fmt.Errorf("%w: the state is another", survey.ErrNotSignedIn)
	}
	// RFC 9207: an answer that names its issuer names the right one.
	if iss := back.Get("iss"); iss != "" && iss != p.Issuer {
		return survey.Identity{}, fmt.Errorf("%w: answer of another issuer", survey.ErrNotSignedIn)
	}
	if reason := back.Get("error"); reason != "" {
		return survey.Identity{}, fmt.Errorf("%w: %.40q", survey.ErrProviderRefused, reason)
	}
	found, err := p.discover(ctx)
	if err != nil {
		return survey.Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.oauth(found).Exchange(ctx, back.Get("code"), oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return survey.Identity{}, fmt.Errorf("%w: %w", survey.ErrNotSignedIn, err)
	}
	raw, _ := token.Extra("id_token").(string)
	signed, err := found.Verifier(&oidc.Config{ClientID: p.ClientID, Now: p.Now}).Verify(ctx, raw)
	if err != nil {
		return survey.Identity{}, fmt.Errorf("%w: %w", survey.ErrNotSignedIn, err)
	}
	if subtle.ConstantTimeCompare([]byte(signed.Nonce), []byte(t.Nonce)) != 1 {
		return survey.Identity{}, fmt.Errorf("%w: the nonce is another", survey.ErrNotSignedIn)
	}
	return p.identity(signed, t)
}

// discover reads the provider's description once. A failure is not remembered.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	// The description outlives this request, and its keys are fetched with it.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", survey.ErrProviderAway, err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) oauth(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.Callback,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}
