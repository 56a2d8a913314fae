package paper

// A card the size of a business card, in mm: ten of them stand on an A4.
const (
	businessWidth  = 85
	businessHeight = 55
	businessMargin = 4.5
	businessInner  = businessWidth - 2*businessMargin
	businessFoot   = businessHeight - businessMargin

	businessSquare = 26.5                                  // phones read 25 mm with some care
	businessBeside = businessMargin + businessSquare + 4.5 // where the words beside it begin
	businessBelow  = businessMargin + businessSquare + 2.9 // where the part for typing begins
)

// business lays out a small card: what the usual one says, in small print.
func (w words) business() (form, error) {
	f := form{
		grid:   centred(2, 5, businessWidth, businessHeight),
		square: square{x: businessMargin, y: businessMargin, side: businessSquare},
	}
	c := column{said: w, to: &f.fixed, x: businessBeside, width: businessWidth - businessMargin - businessBeside, y: businessMargin - 0.8}
	c.title(style{bold, 12.5, 1.05, 0.9}, "paper.question")
	c.say(style{bold, 7, 1.2, 0.9}, "paper.scan", "paper.time")
	c.say(style{regular, 7, 1.2, 0}, "paper.sealed")

	c.x, c.width, c.y = businessMargin, businessInner, businessBelow
	c.instead(style{regular, 7, 1.1, 0.3})
	c.address(style{bold, 8.5, 1.05, 0.1})
	f.code = c.code(style{mono, 14, 0.9, 0})

	foot := style{regular, 7, 1.05, 0}
	c.y = c.published(foot, businessFoot)
	c.foot(foot, 4)
	f.title = c.sentence("paper.title")
	return f, c.err
}
