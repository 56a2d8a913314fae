package paper

// A card, in mm: eight of them are a page of A4.
const (
	cardColumns = 2
	cardRows    = 4
	cardWidth   = pageWidth / float64(cardColumns)
	cardHeight  = pageHeight / float64(cardRows)
	cardMargin  = 7.5                      // a printer's white edge and a crooked cut
	cardInner   = cardWidth - 2*cardMargin // from margin to margin
	cardFoot    = cardHeight - cardMargin  // baseline of the last line

	cardSquare = 32                            // from the hand, phones read 28 mm and up
	cardBeside = cardMargin + cardSquare + 6   // where the words beside it begin
	cardBelow  = cardMargin + cardSquare + 4.8 // where the part for typing begins
)

// large is how many times larger a card in large print is: half an A4 then,
// which has the same shape as an eighth.
const large = 2

// card lays out a card, k times the usual size: the QR code with the question
// beside it, below them what people type who cannot scan, and at the foot who
// asks.
func (w words) card(k float64) (form, error) {
	f := form{
		grid:   filling(int(cardColumns/k), int(cardRows/k)),
		square: square{x: k * cardMargin, y: k * cardMargin, side: k * cardSquare},
	}
	c := column{said: w, to: &f.fixed, x: k * cardBeside, width: k * (cardWidth - cardMargin - cardBeside), y: k * (cardMargin - 1.9)}
	c.say(style{bold, 16.5, 1.05, 1.2}.times(k), "paper.question")
	c.say(style{bold, 8.5, 1.25, 0}.times(k), "paper.scan")
	c.say(style{bold, 8.5, 1.25, 1.2}.times(k), "paper.time")
	c.say(style{regular, 8, 1.25, 0}.times(k), "paper.sealed")

	f.fixed.rules = []rule{{k * cardMargin, k * cardBelow, k * (cardWidth - cardMargin), k * cardBelow}}
	c.x, c.width, c.y = k*cardMargin, k*cardInner, k*(cardBelow+0.8)
	c.instead(style{regular, 8, 1.2, 0.3}.times(k))
	c.address(style{bold, 11, 1.15, 0.3}.times(k))
	f.code = c.code(style{mono, 16, 1.05, 0}.times(k))

	foot := style{regular, 7, 1.1, 0}.times(k)
	c.y = c.published(foot, k*cardFoot)
	c.foot(foot, k*6)
	f.title = c.sentence("paper.title")
	return f, c.err
}

// foot sets on one line who asks and, to the right, that the card counts once,
// at least gap apart.
func (c *column) foot(s style, gap float64) {
	s.leading = 0
	once := c.sentence("paper.once")
	wide := regular.width(once, s.size)
	c.set(s, regular.shorten(regular.drawable(c.said.sheet.Organisation), s.size, c.width-wide-gap))
	c.x += c.width - wide
	c.set(s, once)
}
