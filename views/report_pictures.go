package views

import "ouderstem/views/document"

// pictured returns d with the address of its pictures at each chart: that of
// all, and the chart's id.
func pictured(d document.Document, address string) document.Document {
	sections := make([]document.Section, len(d.Sections))
	for i, s := range d.Sections {
		s.Blocks = picturedBlocks(s.Blocks, address)
		sections[i] = s
	}
	d.Sections = sections
	return d
}

func picturedBlocks(blocks []document.Block, address string) []document.Block {
	list := make([]document.Block, len(blocks))
	for i, b := range blocks {
		switch b := b.(type) {
		case document.Section:
			b.Blocks = picturedBlocks(b.Blocks, address)
			list[i] = b
		case document.Chart:
			b.Pictures = address + b.ID
			list[i] = b
		default:
			list[i] = b
		}
	}
	return list
}
