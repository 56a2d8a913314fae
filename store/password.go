package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// argon2id as OWASP's Password Storage Cheat Sheet has it first: 46 MiB, one
// pass, one lane. About 150 ms on one core of a small server.
const (
	argonMemory = 46 << 10 // KiB
	argonPasses = 1
	argonLanes  = 1
	saltBytes   = 16
	hashBytes   = 32
)

// passwords hashes at most as many passwords at once as a small machine has
// memory and cores for.
type passwords struct{ turns chan struct{} }

func newPasswords() *passwords {
	const atOnce = 2
	return &passwords{turns: make(chan struct{}, atOnce)}
}

// encode writes a hash with all that is needed to check it.
func encode(salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes, b64(salt), b64(sum))
}

// nobodys is a hash that no password has: unknown names take as long as known
// ones.
var nobodys = encode(make([]byte, saltBytes), make([]byte, hashBytes))

// hash returns what is kept of a password.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum, err := p.argon(ctx, password, salt, argonPasses, argonMemory, argonLanes)
	if err != nil {
		return "", err
	}
	return encode(salt, sum), nil
}

// fits reports whether hash is of password. With an empty hash it does the same
// work and says no.
func (p *passwords) fits(ctx context.Context, hash, password string) (bool, error) {
	none := hash == ""
	if none {
		hash = nobodys
	}
	parts := strings.Split(hash, "$") // "", argon2id, v=19, m=…,t=…,p=…, salt, sum
	const all = 6
	var version, memory, passes int
	var lanes uint8
	if len(parts) != all || parts[1] != "argon2id" {
		return false, errors.New("password hash of an unknown kind")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, fmt.Errorf("password hash of version %q", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false, fmt.Errorf("password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("password hash: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("password hash: %w", err)
	}
	have, err := p.argon(ctx, password, salt, passes, memory, lanes)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(have, want) == 1 && !none, nil
}

// argon waits for its turn: a burst of log-ins must not take all memory.
func (p *passwords) argon(ctx context.Context, password string, salt []byte, passes, memory int, lanes uint8) ([]byte, error) {
	select {
	case p.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() {
		runtime.GC() // the memory of a hash, before the next one takes as much again
		<-p.turns
	}()
	// NFKC: the same password typed on two keyboards is the same bytes.
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, uint32(passes), uint32(memory), lanes, hashBytes), nil
}
