package handlers

import (
	"io"
	"testing"
	"testing/synctest"
)

// Who wants a file that is there does not wait for another that is being made, and
// who wants that one gets it when it is made, and not a second one.
func TestCopies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m copies
		times := 0
		write := func(words string, until chan struct{}) func(io.Writer) error {
			return func(w io.Writer) error {
				if times++; until != nil {
					<-until
				}
				_, err := io.WriteString(w, words)
				return err
			}
		}
		quick, slow := copyKey{hash: "1", format: "csv"}, copyKey{hash: "1", format: "pdf"}
		want := func(key copyKey, words string, until chan struct{}) {
			if file, err := m.get(key, write(words, until)); string(file) != words || err != nil {
				t.Errorf("%v: %q, %v", key, file, err)
			}
		}
		want(quick, "quick", nil)
		done := make(chan struct{})
		go want(slow, "slow", done)
		synctest.Wait()
		want(quick, "quick", nil) // would wait for ever
		close(done)
		want(slow, "slow", nil) // that one
		if times != 2 {
			t.Errorf("made %d times", times)
		}
	})
}

// What is kept is limited, and a file larger than that is had all the same.
func TestCopiesAreLimited(t *testing.T) {
	var m copies
	for i := range 5 {
		file, err := m.get(copyKey{hash: string(rune('a' + i))}, func(w io.Writer) error {
			_, err := w.Write(make([]byte, mostCopied/2-1))
			return err
		})
		if err != nil || len(file) != mostCopied/2-1 {
			t.Fatal(len(file), err)
		}
		if m.size > mostCopied || len(m.made) > 2 {
			t.Fatalf("%d files of %d bytes are kept", len(m.made), m.size)
		}
	}
}
