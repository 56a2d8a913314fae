package main

import (
	"net/url"

	"ouderstem/handlers"
	"ouderstem/handlers/mail"
	"ouderstem/handlers/oidc"
	"ouderstem/survey"
)

// signIn is how staff sign in besides a password, and how letters reach them.
type signIn struct {
	OIDCIssuer       string `name:"oidc-issuer" help:"${cli_oidc_issuer}"`
	OIDCClientID     string `name:"oidc-client-id" help:"${cli_oidc_client_id}"`
	OIDCClientSecret string `name:"oidc-client-secret" help:"${cli_oidc_client_secret}"`
	OIDCName         string `name:"oidc-name" help:"${cli_oidc_name}"`
	OIDCClaim        string `name:"oidc-claim" help:"${cli_oidc_claim}" default:"roles"`
	SMTP             string `name:"smtp" help:"${cli_smtp}"`
	SMTPFrom         string `name:"smtp-from" help:"${cli_smtp_from}"`
}

// into adds to c what the flags ask for. The provider and the mail server are
// first asked when somebody needs them: parents can be served without.
func (s signIn) into(c *handlers.Config) (err error) {
	if s.OIDCIssuer != "" {
		if c.Provider, err = s.provider(c); err != nil {
			return err
		}
		c.ProviderName = s.OIDCName
		if c.ProviderName == "" {
			u, err := url.Parse(s.OIDCIssuer)
			if err != nil {
				return err
			}
			c.ProviderName = u.Hostname()
		}
	}
	if s.SMTP != "" {
		c.Mail, err = mail.New(s.SMTP, s.SMTPFrom)
	}
	return err
}

// provider checks the flags about the provider. Its address must be https, but
// for one on this machine.
func (s signIn) provider(c *handlers.Config) (*oidc.Provider, error) {
	u, err := url.Parse(s.OIDCIssuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return nil, survey.ErrBadFlag.With("Flag", "--oidc-issuer").With("Value", s.OIDCIssuer)
	}
	if s.OIDCClientID == "" {
		return nil, survey.ErrBadFlag.With("Flag", "--oidc-client-id").With("Value", `""`)
	}
	return oidc.New(oidc.Config{
		Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, ClientSecret: s.OIDCClientSecret, Claim: s.OIDCClaim,
		Callback: c.StaffSite + handlers.CallbackPath, Now: c.Now,
	}), nil
}
