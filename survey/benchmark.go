package survey

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
)

// Benchmark is what an installation tells others: figures of its published
// reports and nothing else, so that municipalities can compare without sharing
// answers. A file has it signed.
type Benchmark struct {
	Format  string `json:"format"`  // benchmarkFormat
	Version int    `json:"version"` // BenchmarkVersion
	Name    string `json:"name"`    // of the organisation that made it
	// Key is the public key of its maker, in hexadecimal.
	Key string `json:"key"`
	// Serial rises with every file that says something else.
	Serial int             `json:"serial"`
	Units  []BenchmarkUnit `json:"units"` // by unit, year and survey
}

// BenchmarkUnit is what the newest edition on a survey in a unit and a year says
// of the question that stands for the whole. All figures are as published:
// counts rounded to 5, figures as exact as the number of answers allows.
type BenchmarkUnit struct {
	Unit    string `json:"unit"` // its name
	Year    int    `json:"year"`
	Survey  string `json:"survey"`  // id
	Edition int    `json:"edition"` // number
	K       int    `json:"k"`       // the least number of answers that is shown there
	// Question is the id of what the figure is about and Kind what it is.
	Question string `json:"question"`
	Kind     Kind   `json:"kind"`
	N        int    `json:"n"` // answers to the question
	// Value with its 95 % interval: a mark, or the positive share in per cent.
	// Indicative says that it is rounded to halves, or to tens; then a share has no
	// interval. Word stands for a share that may not be told, and is then all
	// there is.
	Indicative bool     `json:"indicative"`
	Value      *float64 `json:"value,omitempty"`
	Low        *float64 `json:"low,omitempty"`
	High       *float64 `json:"high,omitempty"`
	Word       string   `json:"word,omitempty"`
	// Rate is the response rate in per cent; nil when unknown.
	Rate *int `json:"rate,omitempty"`
}

// Limits of a file. A country of municipalities with their teams over ten years
// is some ten thousand lines of 300 bytes.
const (
	BenchmarkVersion   = 1
	MostBenchmarkBytes = 8 << 20
	mostBenchmarkUnits = 50_000
	benchmarkFormat    = "ouderstem-benchmark"
	// signedAs goes before what is signed, so that a signature is good for nothing
	// else.
	signedAs = "ouderstem benchmark\n"
)

// What can be wrong with a benchmark file.
var (
	ErrBenchmarkFormat   = &Error{Key: "error.benchmark-format"}
	ErrBenchmarkNewer    = &Error{Key: "error.benchmark-newer"}
	ErrBenchmarkTooLarge = &Error{Key: "error.benchmark-too-large"}
	ErrBenchmarkForged   = &Error{Key: "error.benchmark-forged"}
	ErrBenchmarkFigures  = &Error{Key: "error.benchmark-figures"}
	ErrBenchmarkOlder    = &Error{Key: "error.benchmark-older"}
	ErrBenchmarkKey      = &Error{Key: "error.benchmark-key"}
	ErrBenchmarkOwn      = &Error{Key: "error.benchmark-own"}
	ErrBenchmarkEmpty    = &Error{Key: "error.benchmark-empty"}
	ErrBenchmarkNoName   = &Error{Key: "error.benchmark-no-name"}
	ErrNoSender          = &Error{Key: "error.no-sender"}
)

// signedBenchmark is a file: the benchmark as it was signed, and the signature in
// hexadecimal.
type signedBenchmark struct {
	Benchmark json.RawMessage `json:"benchmark"`
	Signature string          `json:"signature"`
}

// Sign returns b as a file, signed with key; the same every time. Format, version
// and key are filled in.
func (b Benchmark) Sign(key ed25519.PrivateKey) ([]byte, error) {
	public, _ := key.Public().(ed25519.PublicKey)
	b.Units = append([]BenchmarkUnit{}, b.Units...)
	b.Format, b.Version, b.Key = benchmarkFormat, BenchmarkVersion, hex.EncodeToString(public)
	body, err := canonical(b)
	if err != nil {
		return nil, err
	}
	signature := ed25519.Sign(key, append([]byte(signedAs), body...))
	file, err := canonical(signedBenchmark{body, hex.EncodeToString(signature)})
	return append(file, '\n'), err
}

// canonical is the one way to write a value: fields in their order, no spaces, no
// escapes that are not needed.
func canonical(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// ReadBenchmark reads a file and checks that it is as it was signed and says only
// what may be said. Who signed it is for the caller to judge. Its mistakes are
// those named ErrBenchmark….
func ReadBenchmark(file []byte) (Benchmark, error) {
	var b Benchmark
	if len(file) > MostBenchmarkBytes {
		return b, ErrBenchmarkTooLarge.With("Most", MostBenchmarkBytes>>20)
	}
	var signed signedBenchmark
	if strict(file, &signed) != nil {
		return b, ErrBenchmarkFormat
	}
	var kind struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if json.Unmarshal(signed.Benchmark, &kind) != nil || kind.Format != benchmarkFormat || kind.Version < 1 {
		return b, ErrBenchmarkFormat
	}
	if kind.Version > BenchmarkVersion {
		return b, ErrBenchmarkNewer.With("Have", kind.Version).With("Know", BenchmarkVersion)
	}
	if strict(signed.Benchmark, &b) != nil {
		return Benchmark{}, ErrBenchmarkForged
	}
	key, keyErr := hex.DecodeString(b.Key)
	signature, signatureErr := hex.DecodeString(signed.Signature)
	again, err := canonical(b) // what can be written in two ways could be read in two
	if err != nil || keyErr != nil || signatureErr != nil || len(key) != ed25519.PublicKeySize || !bytes.Equal(again, signed.Benchmark) ||
		b.Key != hex.EncodeToString(key) || !ed25519.Verify(key, append([]byte(signedAs), signed.Benchmark...), signature) {
		return Benchmark{}, ErrBenchmarkForged
	}
	if !b.sound() {
		return Benchmark{}, ErrBenchmarkFigures
	}
	return b, nil
}

// strict reads one value without anything that is not known.
func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ErrBenchmarkFormat
	}
	return nil
}

const longestName = 300 // of a unit or an organisation, in characters

// sound reports whether b says only what an installation can have published: a
// signature says who made a file, not that its maker meant well.
func (b Benchmark) sound() bool {
	if !isName(b.Name) || b.Serial < 1 || len(b.Units) > mostBenchmarkUnits {
		return false
	}
	for _, u := range b.Units {
		if !u.sound() {
			return false
		}
	}
	return true
}

func isName(name string) bool {
	return FoldName(name) != "" && name == strings.Join(strings.Fields(Clean(name)), " ") && len([]rune(name)) <= longestName
}

// sound reports whether u is what a report shows: never of fewer
// than k, and no more exact than the number of answers allows.
func (u BenchmarkUnit) sound() bool {
	const exact = 30 // answers from which figures are told in full
	known := isName(u.Unit) && ValidYear(u.Year) && slug.MatchString(u.Survey) && slug.MatchString(u.Question)
	counted := u.Edition > 0 && u.K >= LeastK && u.N%5 == 0 && u.N+2 >= u.K && (u.Indicative && u.N <= exact || !u.Indicative && u.N >= exact)
	rate := u.Rate == nil || 0 <= *u.Rate && *u.Rate <= 100
	return known && counted && rate && u.told()
}

// told reports whether the figure of u is on its scale, as rounded as it must be,
// and within its interval.
func (u BenchmarkUnit) told() bool {
	low, high, step := 0.0, 100.0, 1.0
	switch {
	case u.Kind == Mark && u.Indicative:
		low, high, step = Lowest, Highest, 0.5
	case u.Kind == Mark:
		low, high, step = Lowest, Highest, 0.1
	case u.Kind != One:
		return false
	case u.Indicative:
		step = 10
	}
	for _, x := range []*float64{u.Value, u.Low, u.High} {
		if x != nil && (*x < low || *x > high || math.Abs(*x/step-math.Round(*x/step)) > 1e-9) {
			return false
		}
	}
	switch {
	case u.Value == nil: // nearly all in a small group gave the same mark, or said the same
		return u.Low == nil && u.High == nil && (u.Word == "" || u.Word == "almost-nobody" || u.Word == "almost-everyone")
	case u.Low == nil || u.High == nil:
		return u.Word == "" && u.Low == nil && u.High == nil
	}
	return u.Word == "" && *u.Low <= *u.Value && *u.Value <= *u.High
}

// Fingerprint is what people compare of a key over the telephone: sixteen groups
// of four of its SHA-256.
func (b Benchmark) Fingerprint() string { return Fingerprint(b.Key) }

// Fingerprint returns the fingerprint of a public key in hexadecimal.
func Fingerprint(key string) string {
	raw, err := hex.DecodeString(key)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	text := hex.EncodeToString(sum[:])
	var groups []string
	const group = 4
	for i := 0; i < len(text); i += group {
		groups = append(groups, text[i:i+group])
	}
	return strings.Join(groups, " ")
}
