package office

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// markup is an XML file as it is written: what is opened is closed, and all
// text is escaped, because there is no other way to write with it.
type markup struct{ out bytes.Buffer }

// attrs are names and values of attributes in turn. One with an empty value is
// left out.
type attrs []string

// begin returns a file with the XML declaration in it.
func begin() *markup {
	m := &markup{}
	m.out.WriteString(xml.Header)
	return m
}

// Bytes returns what is written so far.
func (m *markup) Bytes() []byte { return m.out.Bytes() }

// add writes what another file of the same kind has.
func (m *markup) add(x *markup) { m.out.Write(x.Bytes()) }

// el writes an element; inner, if not nil, writes what is in it.
func (m *markup) el(name string, a attrs, inner func()) {
	m.out.WriteByte('<')
	m.out.WriteString(name)
	for pair := range slices.Chunk(a, 2) {
		if pair[1] == "" {
			continue
		}
		m.out.WriteByte(' ')
		m.out.WriteString(pair[0])
		m.out.WriteString(`="`)
		m.text(pair[1])
		m.out.WriteByte('"')
	}
	if inner == nil {
		m.out.WriteString("/>")
		return
	}
	m.out.WriteByte('>')
	inner()
	m.out.WriteString("</")
	m.out.WriteString(name)
	m.out.WriteByte('>')
}

// leaf writes an empty element.
func (m *markup) leaf(name string, a ...string) { m.el(name, a, nil) }

// words writes an element with text in it, or nothing where there is none.
func (m *markup) words(name, text string) {
	if text != "" {
		m.el(name, nil, func() { m.text(text) })
	}
}

// text writes s escaped. What XML cannot hold is replaced.
func (m *markup) text(s string) {
	if err := xml.EscapeText(&m.out, []byte(s)); err != nil {
		panic(fmt.Sprintf("office: %v", err)) // a buffer takes everything
	}
}

// lines calls line for every line of s and broken between two. Tabs become
// spaces: they would lead to stops that are there for something else.
func lines(s string, line func(string), broken func()) {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\t", " ").Replace(s)
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			broken()
		}
		if l != "" {
			line(l)
		}
	}
}
