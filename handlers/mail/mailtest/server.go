// Package mailtest is a mail server for tests, which keeps what it gets.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Encryption is how a server hides what it is told.
type Encryption int

// The ways there are.
const (
	Never Encryption = iota
	WhenAsked
	FromTheStart
)

// Server is a mail server that runs until its test ends.
type Server struct {
	Address string
	// Pool holds who vouches for it.
	Pool *x509.CertPool
	// Letters are what it got, whole.
	Letters chan string

	// Users and their passwords; nil where anybody may send.
	Users map[string]string
	// Refuse says that it knows no receiver.
	Refuse bool
}

// Start runs s on this machine.
func (s *Server) Start(t testing.TB, e Encryption) *Server {
	t.Helper()
	const most = 20 // more than a test sends
	s.Letters = make(chan string, most)
	own, pool := certificate(t)
	s.Pool = pool
	server := smtp.NewServer(s)
	server.AllowInsecureAuth = true
	server.ErrorLog = quiet{}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = l.Addr().String()
	with := &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
	switch e {
	case FromTheStart:
		l = tls.NewListener(l, with)
	case WhenAsked:
		server.TLSConfig = with
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Serve(l) // it says that it was closed
		close(ended)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return s
}

// NewSession takes one connection.
func (s *Server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{Server: s}, nil }

// session is one connection, on which somebody may have logged in.
type session struct {
	*Server
	loggedIn bool
}

// AuthMechanisms are the ways to log in.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth logs somebody in.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.Users[user] != password || password == "" {
			return smtp.ErrAuthFailed
		}
		s.loggedIn = true
		return nil
	}), nil
}

// Mail begins a letter.
func (s *session) Mail(string, *smtp.MailOptions) error {
	if s.Users != nil && !s.loggedIn {
		return smtp.ErrAuthRequired
	}
	return nil
}

// Rcpt says whom it is for.
func (s *session) Rcpt(string, *smtp.RcptOptions) error {
	if s.Refuse {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person"}
	}
	return nil
}

// Data takes the letter.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.Letters <- string(raw)
	return err
}

// Reset forgets a letter that was begun.
func (*session) Reset() {}

// Logout ends the connection.
func (*session) Logout() error { return nil }

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate makes one for this machine, with who vouches for it.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
