package paper

// A poster, in mm.
const (
	posterMargin = 20
	posterInner  = pageWidth - 2*posterMargin
	posterSquare = 124 // read from a metre and more
	posterTop    = 72  // of the square
	posterFoot   = pageHeight - posterMargin
)

// poster lays out a page for a wall or a screen: what a card says, larger, and
// that the code is everybody's.
func (w words) poster() (form, error) {
	f := form{grid: filling(1, 1), square: square{x: (pageWidth - posterSquare) / 2., y: posterTop, side: posterSquare}}
	c := column{said: w, to: &f.fixed, x: posterMargin, width: posterInner, y: posterMargin, centred: true}
	c.title(style{bold, 54, 1, 4}, "paper.poster.question")
	c.say(style{bold, 17, 1.3, 0}, "paper.scan", "paper.time")

	c.y = posterTop + posterSquare + 15
	c.say(style{bold, 13, 1.3, 0.5}, "paper.poster.many")
	c.say(style{regular, 13, 1.3, 0}, "paper.sealed")

	line := c.y + 3
	f.fixed.rules = []rule{{posterMargin, line, pageWidth - posterMargin, line}}
	c.y = line + 2
	c.instead(style{regular, 13, 1.3, 1.5})
	c.address(style{bold, 19, 1.2, 1.5})
	f.code = c.code(style{mono, 25, 1.2, 0})

	foot := style{regular, 11, 0, 0}
	c.y = c.published(style{regular, 13, 1.4, 0}, posterFoot)
	c.set(foot, regular.shorten(regular.drawable(w.sheet.Organisation), foot.size, posterInner))
	f.title = c.sentence("paper.poster.title")
	return f, c.err
}
