package paper

// A card, in mm: eight of them are a page of A4.
const (
	cardWidth  = pageWidth / 2.
	cardMargin = 7.5                        // a printer's white edge and a crooked cut
	cardInner  = cardWidth - 2*cardMargin   // from margin to margin
	cardFoot   = pageHeight/4. - cardMargin // baseline of the last line

	cardSquare = 32                            // from the hand, phones read 28 mm and up
	cardBeside = cardMargin + cardSquare + 6   // where the words beside it begin
	cardBelow  = cardMargin + cardSquare + 4.8 // where the part for typing begins
)

// card lays out a card: the QR code with the question beside it, below them
// what people type who cannot scan, and at the foot who asks.
func (w words) card() (form, error) {
	f := form{columns: 2, rows: 4, square: square{x: cardMargin, y: cardMargin, side: cardSquare}}
	c := column{said: w, to: &f.fixed, x: cardBeside, width: cardWidth - cardMargin - cardBeside, y: cardMargin - 1.9}
	c.say(style{bold, 16.5, 1.05, 1.2}, "paper.question")
	c.say(style{bold, 8.5, 1.25, 0}, "paper.scan")
	c.say(style{bold, 8.5, 1.25, 1.2}, "paper.time")
	c.say(style{regular, 8, 1.25, 0}, "paper.sealed")

	f.fixed.rules = []rule{{cardMargin, cardBelow, cardWidth - cardMargin, cardBelow}}
	c.x, c.width, c.y = cardMargin, cardInner, cardBelow+1.1
	c.instead(style{regular, 8, 1.2, 0.6})
	c.address(style{bold, 11, 1.15, 0.7})
	f.code = c.code(style{mono, 16, 1.15, 0})

	once := c.sentence("paper.once")
	foot := style{regular, 7, 0, 0}
	onceWidth := regular.width(once, foot.size)
	c.y = cardFoot
	c.set(foot, regular.shorten(regular.drawable(w.sheet.Organisation), foot.size, cardInner-onceWidth-6))
	c.x += cardInner - onceWidth
	c.set(foot, once)
	f.title = c.sentence("paper.title")
	return f, c.err
}
