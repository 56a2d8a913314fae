// Package mail sends the few letters of this program: invitations and new
// passwords, as plain text, over SMTP.
package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"ouderstem/survey"
)

// Mailer sends letters through one server. It is safe for concurrent use.
type Mailer struct {
	host    string
	from    *mail.Address
	tls     *tls.Config
	options []gomail.Option
}

// Letter is one mail to one person.
type Letter struct {
	To, Subject, Body string
}

// patience is how long sending may take: a server that greets late to keep spam
// away (up to 10 s), and time to take the letter.
const patience = 15 * time.Second

// New returns a mailer for a server, smtp(s)://user:password@host:port, and the
// address letters come from. Errors: [survey.ErrBadFlag].
//
// With smtps the connection is encrypted from the start. With smtp it is before
// anything is sent, or nothing is sent: letters hold links that let people in.
// Only a server on this machine may do without.
func New(server, from string) (*Mailer, error) {
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return nil, survey.ErrBadFlag.With("Flag", "--smtp").With("Value", withoutPassword(u))
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, survey.ErrBadFlag.With("Flag", "--smtp-from").With("Value", from)
	}
	m := &Mailer{host: u.Hostname(), from: sender, tls: &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}}
	m.options = []gomail.Option{gomail.WithTimeout(patience), gomail.WithTLSConfig(m.tls)}
	if err := m.reach(u); err != nil {
		return nil, err
	}
	return m, nil
}

// reach sets how the server is reached: encrypted, at which port, and as whom.
func (m *Mailer) reach(u *url.URL) error {
	if u.Scheme == "smtps" {
		m.options = append(m.options, gomail.WithSSLPort(false))
	} else if local(u.Hostname()) {
		m.options = append(m.options, gomail.WithTLSPortPolicy(gomail.TLSOpportunistic))
	} else {
		m.options = append(m.options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	}
	if port := u.Port(); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil {
			return survey.ErrBadFlag.With("Flag", "--smtp").With("Value", withoutPassword(u))
		}
		m.options = append(m.options, gomail.WithPort(n))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		m.options = append(m.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return nil
}

// Trust makes the mailer believe servers that pool vouches for, in place of those
// that the machine believes.
func (m *Mailer) Trust(pool *x509.CertPool) { m.tls.RootCAs = pool }

// withoutPassword is what may be said of an address.
func withoutPassword(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Redacted()
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send sends one letter. Every failure is a [survey.ErrMailNotSent] that wraps
// what happened.
func (m *Mailer) Send(ctx context.Context, l Letter) error {
	if err := m.send(ctx, l); err != nil {
		return fmt.Errorf("%w: %w", survey.ErrMailNotSent, err)
	}
	return nil
}

func (m *Mailer) send(ctx context.Context, l Letter) error {
	// No name of a mail program, no parts, no pictures: nothing in it tells
	// anybody that it was read.
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	letter.FromMailAddress(m.from)
	if err := letter.To(l.To); err != nil {
		return err
	}
	letter.Subject(l.Subject)
	// Not with the name of this machine, which is nobody's business.
	letter.SetMessageIDWithValue(rand.Text() + m.from.Address[strings.LastIndexByte(m.from.Address, '@'):])
	letter.SetDate()
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no "I am on holiday" back
	letter.SetBodyString(gomail.TypeTextPlain, l.Body)
	client, err := gomail.NewClient(m.host, m.options...)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	return client.DialAndSendWithContext(ctx, letter)
}
