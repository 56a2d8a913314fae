package store

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"slices"

	"ouderstem/survey"
)

// Kinds of pages of a b-tree whose rows have no rowid.
const (
	interiorPage = 0x02
	leafPage     = 0x0a
)

// page returns page n of a database file, from 1; nil where there is none.
func page(image []byte, size, n int) []byte {
	if n < 1 || n*size > len(image) {
		return nil
	}
	return image[(n-1)*size : n*size]
}

// treePages returns the numbers of all pages of the b-tree at root but those that
// long rows run on to.
func treePages(image []byte, size, root int) []int {
	var all []int
	seen := map[int]bool{}
	for next := []int{root}; len(next) > 0; {
		n := next[0]
		next = next[1:]
		p := page(image, size, n)
		if p == nil || seen[n] {
			continue
		}
		seen[n] = true
		all = append(all, n)
		if p[0] != interiorPage {
			continue
		}
		next = append(next, int(binary.BigEndian.Uint32(p[8:])))
		for _, at := range cells(p, 12) {
			if at+4 <= size {
				next = append(next, int(binary.BigEndian.Uint32(p[at:])))
			}
		}
	}
	return all
}

// cells returns where the rows of a page lie in it, in the order of their keys;
// head is the size of its header.
func cells(p []byte, head int) []int {
	n := int(binary.BigEndian.Uint16(p[3:]))
	var at []int
	for i := 0; i < n && head+2*i+2 <= len(p); i++ {
		at = append(at, int(binary.BigEndian.Uint16(p[head+2*i:])))
	}
	return at
}

// rowOrder counts, over the leaves of a tree, neighbours by key and those of them
// that also lie as they would if rows had been written in the order of their keys:
// a page is filled from its end, so each lies before the one before it.
func rowOrder(image []byte, size, root int) (neighbours, inOrder int) {
	for _, n := range treePages(image, size, root) {
		p := page(image, size, n)
		if p[0] != leafPage {
			continue
		}
		at := cells(p, 8)
		for i := 1; i < len(at); i++ {
			neighbours++
			if at[i] < at[i-1] {
				inOrder++
			}
		}
	}
	return neighbours, inOrder
}

// freePages returns how many pages are free, and how many of them hold anything
// but zeros and the list of free pages itself.
func freePages(image []byte, size int) (free, dirty int) {
	seen := map[int]bool{}
	for trunk := int(binary.BigEndian.Uint32(image[atFreeTrunk:])); trunk != 0 && !seen[trunk]; {
		seen[trunk] = true
		p := page(image, size, trunk)
		if p == nil {
			break
		}
		free++
		n := min(int(binary.BigEndian.Uint32(p[4:])), size/4-2)
		// Behind the list may stand what was on it before: numbers of pages.
		if longText.Match(p[min(8+4*n, size):]) {
			dirty++
		}
		for i := range n {
			leaf := page(image, size, int(binary.BigEndian.Uint32(p[8+4*i:])))
			free++
			if slices.ContainsFunc(leaf, func(b byte) bool { return b != 0 }) {
				dirty++
			}
		}
		trunk = int(binary.BigEndian.Uint32(p))
	}
	return free, dirty
}

// longText is what looks like words.
var longText = regexp.MustCompile(`[\x20-\x7e\x80-\xff]{8}`)

// varint writes a number as SQLite does, most significant part first.
func varint(n int) []byte {
	b := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		b = append(b, byte(n&0x7f)|0x80)
	}
	slices.Reverse(b)
	return b
}

// sealedIn returns the ids of the boxes of which sealed rows lie in data, wherever:
// in the log, on a free page, in what is left between rows. Such a row begins with
// the types of its columns (a box's id, 16 bytes, a hand or none, a sealed
// response), and then the id of its box.
func sealedIn(data []byte) map[string]bool {
	const idLength = 12 // of what [Store.name] draws
	found := map[string]bool{}
	body := varint(2*survey.SealedBytes + 12)
	for rest := data; ; {
		i := bytes.Index(rest, body)
		if i < 0 {
			return found
		}
		if i >= 3 && i+len(body)+idLength <= len(rest) {
			head, id := rest[i-3:i], rest[i+len(body):i+len(body)+idLength]
			if head[0] == 2*idLength+13 && head[1] == 2*idBytes+12 && (head[2] == 13 || head[2] == 2*16+13) && isHex(id) {
				found[string(id)] = true
			}
		}
		rest = rest[i+1:]
	}
}

func isHex(id []byte) bool {
	return !slices.ContainsFunc(id, func(b byte) bool { return (b < '0' || b > '9') && (b < 'a' || b > 'f') })
}
