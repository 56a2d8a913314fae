//go:build !unix

package store

// Lock does nothing where the system has no flock: there, it is up to the
// operator to start one server only. Answers stay safe either way.
func Lock(string) (release func() error, err error) {
	return func() error { return nil }, nil
}

func lockFile(string, bool) (release func() error, err error) {
	return func() error { return nil }, nil
}
