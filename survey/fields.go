package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// fields tells where each field of a definition stands, and which have no place
// in one.
type fields struct {
	lines   map[string]int
	ends    map[int64]string // by the offset behind a field's first token, which is what the decoder gives
	unknown []Fault
}

// line returns the line of field or, where it is missing, of what should hold it.
func (f *fields) line(field string) int {
	for field != "" {
		if line, ok := f.lines[field]; ok {
			return line
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
	return 1
}

// findFields walks the document token by token, beside the type that it is read
// into. What it cannot read it leaves to the decoder to complain of.
func findFields(data []byte) *fields {
	w := walker{
		data: data, dec: json.NewDecoder(bytes.NewReader(data)), line: 1,
		found: &fields{lines: map[string]int{}, ends: map[int64]string{}},
	}
	w.walk("", reflect.TypeFor[Survey]())
	return w.found
}

type walker struct {
	data  []byte
	dec   *json.Decoder
	line  int   // of the token read last
	to    int64 // data[:to] has been counted into line
	found *fields
}

func (w *walker) token() (json.Token, error) {
	token, err := w.dec.Token()
	end := max(w.to, w.dec.InputOffset())
	w.line += bytes.Count(w.data[w.to:end], []byte("\n"))
	w.to = end
	return token, err
}

// walk notes the value at path and what it holds. It reports false where it
// cannot go on: what follows is not JSON, or not of type t.
func (w *walker) walk(path string, t reflect.Type) bool {
	token, err := w.token()
	if err != nil {
		return false
	}
	w.found.lines[path], w.found.ends[w.to] = w.line, path
	switch delim, _ := token.(json.Delim); {
	case delim == 0:
		return true
	case delim == '{' && t.Kind() != reflect.Struct && t.Kind() != reflect.Map, delim == '[' && t.Kind() != reflect.Slice:
		return false
	}
	for i := 0; w.dec.More(); i++ {
		child, in, ok := w.child(path, t, i)
		if !ok || in != nil && !w.walk(child, in) {
			return false
		}
	}
	_, err = w.token()
	return err == nil
}

// child returns the path and the type of the next value in a list or object of
// type t; no type for a field that has no place there, which it passes over.
func (w *walker) child(path string, t reflect.Type, i int) (string, reflect.Type, bool) {
	if t.Kind() == reflect.Slice {
		return fmt.Sprintf("%s[%d]", path, i), t.Elem(), true
	}
	name, err := w.token()
	if err != nil {
		return "", nil, false
	}
	path = strings.TrimPrefix(fmt.Sprintf("%s.%s", path, name), ".")
	if t.Kind() == reflect.Map {
		return path, t.Elem(), true
	}
	for field := range t.Fields() {
		if jsonName(field) == name {
			return path, field.Type, true
		}
	}
	fault := Fault{w.line, path, definitionError("unknown-field").With("Value", fmt.Sprint(name))}
	w.found.unknown = append(w.found.unknown, fault)
	return path, nil, w.dec.Decode(new(json.RawMessage)) == nil
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// syntaxFault tells where reading the JSON itself went wrong.
func (f *fields) syntaxFault(data []byte, err error) Fault {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return Fault{lineAt(data, kind.Offset), f.ends[kind.Offset], definitionError("type").With("Value", kind.Value)}
	case errors.As(err, &syntax):
		// The offset is behind the character that does not fit, which may itself end a line.
		return Fault{lineAt(data, syntax.Offset-1), "", definitionError("json").With("Value", err.Error())}
	}
	// What remains is that the document ends too early.
	end := int64(len(bytes.TrimRight(data, " \t\r\n")))
	return Fault{lineAt(data, end), "", definitionError("json").With("Value", err.Error())}
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:max(0, min(offset, int64(len(data))))], []byte("\n"))
}
