package stats

import "math/bits"

// bitset is a set of small numbers. Zeros at its end count for nothing.
type bitset []uint64

const wordSize = 64

// with returns b with i in it, in b itself where there is room.
func (b bitset) with(i int) bitset {
	for len(b) <= i/wordSize {
		b = append(b, 0)
	}
	b[i/wordSize] |= 1 << (i % wordSize)
	return b
}

func (b bitset) size() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// common is how many numbers two sets share.
func (b bitset) common(c bitset) int {
	n := 0
	for i := range min(len(b), len(c)) {
		n += bits.OnesCount64(b[i] & c[i])
	}
	return n
}

func (b bitset) within(c bitset) bool { return b.common(c) == b.size() }

func (b bitset) equal(c bitset) bool { return b.within(c) && c.within(b) }

// minus returns what is in b and not in c.
func (b bitset) minus(c bitset) bitset {
	d := append(bitset{}, b...)
	for i := range min(len(d), len(c)) {
		d[i] &^= c[i]
	}
	return d
}

// each calls f with every number in b, in order.
func (b bitset) each(f func(int)) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			f(i*wordSize + bits.TrailingZeros64(w))
		}
	}
}
