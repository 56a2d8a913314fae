//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ouderstem/survey/campaign"
)

// bomb is a small request that could become a large one.
type bomb struct{ name, kind, coding, body string }

// bombs are made for the form at which answers are sent; they are no answers.
func bombs(t *testing.T) []bomb {
	t.Helper()
	const form, full = "application/x-www-form-urlencoded", 128<<10 - 100 // what the program takes as a body
	zeros := make([]byte, 100<<20)
	packed := func(make func(io.Writer) io.WriteCloser, raw []byte) []byte {
		var b bytes.Buffer
		w := make(&b)
		if _, err := w.Write(raw); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	once := packed(gz, zeros)
	twice := packed(gz, once)
	deflated := packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, zeros)
	fill := func(s string) string { return strings.Repeat(s, full/len(s)) }
	answer := func(s string) string {
		return "step=send&q-good=" + url.QueryEscape(strings.Repeat(s, (32<<10)/len(s)))
	}
	part := "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
	return []bomb{
		{"gzip", form, "gzip", string(once)},
		{"gzip in gzip", form, "gzip, gzip", string(twice)},
		{"gzip ten times", form, strings.Repeat("gzip, ", 9) + "gzip", string(twice)},
		{"gzip that says it is none", form, "identity", string(twice)},
		{"gzip of which nothing is said", form, "", string(twice)},
		{"deflate", form, "deflate", string(deflated)},
		{"brotli", form, "br", string(twice)},
		{"zstd", form, "zstd", string(twice)},
		{"a million fields", form, "", strings.Repeat("a&", 1_000_000)},
		{"as many fields as fit", form, "", fill("a&")},
		{"as many names as fit", form, "", numbered(full)},
		{"as many answers as fit", form, "", fill("q-mark=1&")},
		{"equals signs", form, "", fill("=&")},
		{"brackets in a name", form, "", "a" + strings.Repeat("[", full/2) + strings.Repeat("]", full/2-20) + "=1"},
		{"brackets in names", form, "", fill("q[a][b][c]=1&")},
		{"one character", form, "", "q-good=" + fill("a")},
		{"one character in a name", form, "", fill("a") + "=1"},
		{"percent signs", form, "", fill("%")},
		{"zeros", form, "", "q-good=" + fill("%00")},
		{"a code", form, "", "step=send&q-mark=1&code=" + fill("A")},
		{"digits", form, "", answer("0612345678")},
		{"digits apart", form, "", answer("06 1 ")},
		{"at signs", form, "", answer("a@")},
		{"dots", form, "", answer("a.")},
		{"names", form, "", answer("Jan de ")},
		{"capitals", form, "", answer("A")},
		{"spaces", form, "", answer(" ")},
		{"lines", form, "", answer("\n")},
		{"marks on one letter", form, "", answer("\u0301")},
		{"one ligature", form, "", answer("\ufdfa")},
		{"addresses", form, "", answer("http://a.nl/")},
		{"parts", "multipart/form-data; boundary=x", "", strings.Repeat(part, full/len(part)) + "--x--\r\n"},
		{"a part without an end", "multipart/form-data; boundary=x", "", part[:len(part)-3] + fill("a")},
		{"a boundary without an end", "multipart/form-data; boundary=" + strings.Repeat("x", 4000), "", fill("-")},
		{"JSON", "application/json", "", fill("[")},
		{"JSON in a form", form, "", "step=" + fill("{\"a\":")},
	}
}

func numbered(most int) string {
	var b strings.Builder
	for i := 0; b.Len() < most-10; i++ {
		fmt.Fprintf(&b, "q-%x=1&", i)
	}
	return b.String()
}

// highest is the most memory that a process had in use, in bytes.
func highest(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatalf("%s", status)
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// TestCampaignBombs: what is small and could become large is refused, soon, and
// while four send all of it at once, and then a thousand ask for pages and read none,
// the program stays below 256 MB.
func TestCampaignBombs(t *testing.T) {
	if campaign.Raced {
		t.Skip("memory is measured without the race detector")
	}
	const most, soon, senders = 256 << 20, 10 * time.Second, 4
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	link, _, _ := strings.Cut(must(t, "cards", "--survey", "kort", "--unit", "test", "--count", "1", "--format", "txt", "--data", dir), "\t")
	card, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	site, pid, _ := apart(t, dir)
	list := bombs(t)
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		var all sync.WaitGroup
		for sender := range uint64(senders) {
			all.Go(func() {
				for _, i := range rand.New(rand.NewPCG(seed, sender)).Perm(len(list)) {
					for _, path := range []string{card.Path, "/staff/login", "/v/x"} {
						b := list[i]
						if path == "/staff/login" && b.coding == "" && strings.HasPrefix(b.kind, "application/x") && i%4 != 0 {
							continue // each costs a password's hash
						}
						began := time.Now()
						status, err := throw(t, site+path, b)
						campaign.Count("bombs", 1)
						if took := time.Since(began); took > soon {
							t.Errorf("%s at %s: %v", b.name, path, took)
						} else {
							campaign.Most("longest in ms", int(took.Milliseconds()))
						}
						if err == nil && (status < 400 || status >= 500) {
							t.Errorf("%s at %s: %d", b.name, path, status)
						}
					}
				}
			})
		}
		all.Wait()
		unread(t, strings.TrimPrefix(site, "http://"), card.Path)
		used := highest(t, pid)
		campaign.Most("peak RSS in MB", used>>20)
		if used > most {
			t.Errorf("%d MB in use", used>>20)
		}
		if status, err := throw(t, site+card.Path, bomb{kind: "application/x-www-form-urlencoded", body: "step=edit"}); status != http.StatusOK || err != nil {
			t.Errorf("afterwards: %d, %v", status, err)
		}
	})
}

// unread has a thousand connections ask for 200 pages each, of which nobody reads a
// byte, until the program has filled what the system holds for them.
func unread(t *testing.T, address, path string) {
	t.Helper()
	const many = 1000
	ask := strings.Repeat("GET "+path+" HTTP/1.1\r\nHost: "+address+"\r\n\r\n", 200)
	for range many {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close() //nolint:errcheck // whatever is in it
		if err := c.(*net.TCPConn).SetReadBuffer(4096); err != nil {
			t.Fatal(err)
		}
		_ = c.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
		_, _ = io.WriteString(c, ask) // as much of it as is taken
	}
	campaign.Count("connections that read nothing", many)
	if status, err := throw(t, "http://"+address+path, bomb{kind: "application/x-www-form-urlencoded", body: "step=edit"}); status != http.StatusOK || err != nil {
		t.Errorf("meanwhile: %d, %v", status, err)
	}
}

// throw sends a bomb. An error is a connection that was closed before all was
// sent, without time to read why.
func throw(t *testing.T, address string, b bomb) (status int, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(b.body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", b.kind)
	if b.coding != "" {
		r.Header.Set("Content-Encoding", b.coding)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode, nil
}
