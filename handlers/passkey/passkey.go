// Package passkey lets staff log in with a key on their own device: WebAuthn
// with discoverable credentials, so that nobody types who they are.
//
// The device must check who holds it, by finger, face or PIN: a passkey counts
// as something had and something known or been, both factors at once.
//
// Each ceremony has two halves, Begin and Finish. What Begin says to keep, a
// [Challenge], must be given to Finish once only and soon; to see to that is the
// caller's.
package passkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"ouderstem/survey"
)

// Site is the site that passkeys are for: one made for another opens nothing
// here.
type Site struct{ web *webauthn.WebAuthn }

// Challenge is what must be kept between the halves of a ceremony.
type Challenge []byte

// ErrNoSite says that a site cannot have passkeys: its address is a number.
var ErrNoSite = errors.New("no passkeys for an address without a name")

// New returns the site at this address, a scheme, a host and a port.
func New(address string) (*Site, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	host := u.Hostname()
	if host == "" || net.ParseIP(host) != nil {
		return nil, ErrNoSite
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID: host, RPOrigins: []string{u.Scheme + "://" + u.Host},
		RPDisplayName: host, // a ceremony names the organisation
		// Which device somebody has is nobody's business.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, err
	}
	return &Site{web}, nil
}

// owner is an account with its passkeys, as the library wants it.
type owner struct {
	account     survey.Account
	credentials []webauthn.Credential
}

func newOwner(account survey.Account, have []survey.Passkey) (*owner, error) {
	o := &owner{account: account}
	for _, k := range have {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Record, &c); err != nil {
			return nil, fmt.Errorf("passkey of account %s: %w", account.ID, err)
		}
		o.credentials = append(o.credentials, c)
	}
	return o, nil
}

// WebAuthnID is a random word, never who somebody is.
func (o *owner) WebAuthnID() []byte                         { return []byte(o.account.ID) }
func (o *owner) WebAuthnName() string                       { return o.account.Email }
func (o *owner) WebAuthnDisplayName() string                { return o.account.Name }
func (o *owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// BeginNew begins to make a passkey for an account that has these already. It
// returns what a browser must be asked, as JSON.
func (s *Site) BeginNew(organisation string, account survey.Account, have []survey.Passkey) (json.RawMessage, Challenge, error) {
	o, err := newOwner(account, have)
	if err != nil {
		return nil, nil, err
	}
	options := []webauthn.RegistrationOption{webauthn.WithExclusions(webauthn.Credentials(o.credentials).CredentialDescriptors())}
	if organisation != "" { // else it is called by its address
		options = append(options, webauthn.WithRegistrationRelyingPartyName(organisation))
	}
	asked, session, err := s.web.BeginRegistration(o, options...)
	if err != nil {
		return nil, nil, err
	}
	return packed(asked.Response, session)
}

// FinishNew returns the passkey that a browser made, without a name. What does
// not hold is [survey.ErrNoPasskey].
func (s *Site) FinishNew(account survey.Account, c Challenge, made []byte) (survey.Passkey, error) {
	session, err := unpacked(c)
	if err != nil {
		return survey.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(made)
	if err != nil {
		return survey.Passkey{}, refused(err)
	}
	credential, err := s.web.CreateCredential(&owner{account: account}, session, parsed)
	if err != nil {
		return survey.Passkey{}, refused(err)
	}
	return record(account.ID, credential)
}

// Begin begins to ask somebody, whoever it is, for a passkey. It returns what a
// browser must be asked, as JSON.
func (s *Site) Begin() (json.RawMessage, Challenge, error) {
	asked, session, err := s.web.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, err
	}
	return packed(asked.Response, session)
}

// Finder returns the account with this id and its passkeys.
type Finder func(account string) (survey.Account, []survey.Passkey, error)

// Finish returns whose passkey answered the challenge, and that passkey with
// its counter moved on. A counter that went back is refused: there are two of
// that key. What does not hold is [survey.ErrNoPasskey].
func (s *Site) Finish(c Challenge, shown []byte, find Finder) (survey.Account, survey.Passkey, error) {
	session, err := unpacked(c)
	if err != nil {
		return survey.Account{}, survey.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(shown)
	if err != nil {
		return survey.Account{}, survey.Passkey{}, refused(err)
	}
	var found *owner
	_, credential, err := s.web.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		account, have, err := find(string(handle))
		if err != nil {
			return nil, err
		}
		found, err = newOwner(account, have)
		return found, err
	}, session, parsed)
	if err != nil {
		return survey.Account{}, survey.Passkey{}, refused(err)
	}
	if credential.Authenticator.CloneWarning {
		return survey.Account{}, survey.Passkey{}, refused(errors.New("the counter went back"))
	}
	key, err := record(found.account.ID, credential)
	return found.account, key, err
}

// record is what is kept of a credential: what it is checked by, and nothing of
// the device that has it.
func record(account string, c *webauthn.Credential) (survey.Passkey, error) {
	kept := *c
	kept.Attestation = webauthn.CredentialAttestation{}
	kept.Authenticator.AAGUID = nil
	raw, err := json.Marshal(kept)
	return survey.Passkey{ID: c.ID, Account: account, Record: raw}, err
}

func packed(asked any, session *webauthn.SessionData) (json.RawMessage, Challenge, error) {
	options, err := json.Marshal(asked)
	if err != nil {
		return nil, nil, err
	}
	kept, err := json.Marshal(session)
	return options, kept, err
}

func unpacked(c Challenge) (session webauthn.SessionData, err error) {
	err = json.Unmarshal(c, &session)
	return session, err
}

// refused says why in the words of the library, for a test; people are told
// that it did not work.
func refused(err error) error {
	var p *protocol.Error
	if errors.As(err, &p) {
		return fmt.Errorf("%w: %s %s", survey.ErrNoPasskey, p.Details, p.DevInfo)
	}
	return fmt.Errorf("%w: %w", survey.ErrNoPasskey, err)
}
