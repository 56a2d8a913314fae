package chart

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// png writes the scene as a picture of width px.
func (s scene) png(w io.Writer, width int) error {
	scale := float64(width) / Width
	height := max(1, int(math.Ceil(s.height*scale)))
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, width, height)), scale: scale}
	draw.Draw(c.RGBA, c.Bounds(), image.White, image.Point{}, draw.Src)
	for _, m := range s.marks {
		m.png(c)
	}
	return png.Encode(w, c.RGBA) // the best compression takes ten times as long for 3 % less
}

// canvas is a picture that marks are drawn in; scale is px for each unit.
type canvas struct {
	*image.RGBA
	scale float64
	vector.Rasterizer
	corner image.Point // of the rasterizer in the picture
}

// Bounds of the picture, not of what is drawn at the moment.
func (c *canvas) Bounds() image.Rectangle { return c.RGBA.Bounds() }

// begin readies the canvas for an outline within a box, in units.
func (c *canvas) begin(b box) {
	const around = 2 // px, for what rounding moves
	r := image.Rect(
		int(math.Floor(b.x*c.scale))-around, int(math.Floor(b.y*c.scale))-around,
		int(math.Ceil((b.x+b.w)*c.scale))+around, int(math.Ceil((b.y+b.h)*c.scale))+around,
	)
	c.corner = r.Min
	c.Reset(r.Dx(), r.Dy())
}

// place turns units into px of the rasterizer.
func (c *canvas) place(p spot) (x, y float32) {
	return float32(p.x*c.scale - float64(c.corner.X)), float32(p.y*c.scale - float64(c.corner.Y))
}

// polygon adds a closed outline. What is inside depends on which way it runs:
// one inside another that runs the other way is a hole.
func (c *canvas) polygon(points ...spot) {
	for i, p := range points {
		x, y := c.place(p)
		if i == 0 {
			c.MoveTo(x, y)
		} else {
			c.LineTo(x, y)
		}
	}
	c.ClosePath()
}

// fill paints what was outlined.
func (c *canvas) fill(src image.Image) {
	size := c.Size()
	r := image.Rectangle{c.corner, c.corner.Add(size)}
	// The rasterizer has no clipping of its own: the part outside is drawn
	// into a picture that is thrown away.
	mask := image.NewAlpha(image.Rect(0, 0, size.X, size.Y))
	c.Rasterizer.DrawOp = draw.Src
	c.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	visible := r.Intersect(c.Bounds())
	draw.DrawMask(c.RGBA, visible, src, visible.Min, mask, visible.Min.Sub(c.corner), draw.Over)
}

func solid(c colour) image.Image { return image.NewUniform(c.rgba()) }

func rectangle(x1, y1, x2, y2 float64) []spot {
	return []spot{{x1, y1}, {x2, y1}, {x2, y2}, {x1, y2}}
}

func (m box) png(c *canvas) {
	around := box{x: m.x - .5, y: m.y - .5, w: m.w + 1, h: m.h + 1}
	c.begin(around)
	c.polygon(rectangle(m.x, m.y, m.x+m.w, m.y+m.h)...)
	if m.fill.pattern != "" {
		c.fill(tiles{patterns[m.fill.pattern], c.scale, c.Bounds()})
	} else {
		c.fill(solid(m.fill.colour))
	}
	if m.frame == "" {
		return
	}
	c.begin(around)
	for _, edge := range [][]spot{
		rectangle(m.x-.5, m.y-.5, m.x+m.w+.5, m.y+.5), rectangle(m.x-.5, m.y+m.h-.5, m.x+m.w+.5, m.y+m.h+.5),
		rectangle(m.x-.5, m.y+.5, m.x+.5, m.y+m.h-.5), rectangle(m.x+m.w-.5, m.y+.5, m.x+m.w+.5, m.y+m.h-.5),
	} {
		c.polygon(edge...)
	}
	c.fill(solid(m.frame))
}

func (m path) png(c *canvas) {
	for _, stretch := range m.stretches() {
		for i := 1; i < len(stretch); i++ {
			c.stroke(stretch[i-1], stretch[i], m.wide, solid(m.colour))
			if i > 1 { // a round joint
				c.disc(stretch[i-1], m.wide/2, 0, solid(m.colour))
			}
		}
	}
}

// stretches returns the parts of a path that are drawn: all of it, or its
// dashes.
func (m path) stretches() [][]spot {
	if m.dash <= 0 {
		return [][]spot{m.points}
	}
	var all [][]spot
	left, drawn := m.dash, true // of this dash or gap
	var now []spot
	for i := 1; i < len(m.points); i++ {
		from, to := m.points[i-1], m.points[i]
		long := math.Hypot(to.x-from.x, to.y-from.y)
		for done := 0.0; done < long; {
			step := min(left, long-done)
			a, b := from.toward(to, done/long), from.toward(to, (done+step)/long)
			if drawn {
				if len(now) == 0 {
					now = append(now, a)
				}
				now = append(now, b)
			}
			done, left = done+step, left-step
			if left <= 1e-9 {
				if drawn {
					all, now = append(all, now), nil
				}
				left, drawn = m.dash, !drawn
			}
		}
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	return all
}

// toward returns the place a share of the way to q.
func (p spot) toward(q spot, share float64) spot {
	return spot{p.x + (q.x-p.x)*share, p.y + (q.y-p.y)*share}
}

// stroke draws a straight line, cut off square.
func (c *canvas) stroke(p, q spot, wide float64, src image.Image) {
	long := math.Hypot(q.x-p.x, q.y-p.y)
	if long == 0 {
		return
	}
	x, y := (q.y-p.y)/long*wide/2, (p.x-q.x)/long*wide/2
	c.begin(box{
		x: min(p.x, q.x) - wide, y: min(p.y, q.y) - wide,
		w: math.Abs(q.x-p.x) + 2*wide, h: math.Abs(q.y-p.y) + 2*wide,
	})
	c.polygon(spot{p.x + x, p.y + y}, spot{q.x + x, q.y + y}, spot{q.x - x, q.y - y}, spot{p.x - x, p.y - y})
	c.fill(src)
}

// disc draws a circle with a hole in it; 0 for none.
func (c *canvas) disc(at spot, r, hole float64, src image.Image) {
	c.begin(box{x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r})
	c.circle(at, r, 1)
	if hole > 0 {
		c.circle(at, hole, -1)
	}
	c.fill(src)
}

// circle adds a circle of many corners; turn is 1 or −1, the way it runs.
func (c *canvas) circle(at spot, r, turn float64) {
	const corners = 64
	points := make([]spot, corners)
	for i := range points {
		sin, cos := math.Sincos(turn * 2 * math.Pi * float64(i) / corners)
		points[i] = spot{at.x + r*cos, at.y + r*sin}
	}
	c.polygon(points...)
}

func (m dot) png(c *canvas) {
	c.disc(m.spot, m.r, 0, solid(m.fill))
	c.disc(m.spot, m.r+m.wide/2, m.r-m.wide/2, solid(m.frame))
}

func (m words) png(c *canvas) {
	c.begin(box{x: m.x - m.size/2, y: m.y - 1.2*m.size, w: m.width() + m.size, h: 1.7 * m.size})
	at := func(p [2]float64) (x, y float32) { return c.place(spot{m.x + p[0], m.y + p[1]}) }
	open := false
	m.face.Outline(m.text, m.size, func(op sfnt.SegmentOp, p [3][2]float64) {
		ax, ay := at(p[0])
		bx, by := at(p[1])
		cx, cy := at(p[2])
		switch op {
		case sfnt.SegmentOpMoveTo:
			if open {
				c.ClosePath()
			}
			open = true
			c.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			c.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			c.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			c.CubeTo(ax, ay, bx, by, cx, cy)
		}
	})
	if open {
		c.ClosePath()
	}
	c.fill(solid(m.colour))
}

// tiles is a pattern that goes on over the whole picture, as SVG repeats one
// from its corner.
type tiles struct {
	pattern
	scale  float64
	bounds image.Rectangle
}

// ColorModel of a picture.
func (t tiles) ColorModel() color.Model { return color.RGBAModel }

// Bounds of a picture.
func (t tiles) Bounds() image.Rectangle { return t.bounds }

// At returns the colour of a px: how much of it the figure covers follows from
// how far its middle is from the figure's edge.
func (t tiles) At(px, py int) color.Color {
	ground := t.ground.rgba()
	if t.figure == none {
		return ground
	}
	x, y := (float64(px)+.5)/t.scale, (float64(py)+.5)/t.scale
	var inside float64 // units within the figure's edge; below 0 outside of it
	switch t.figure {
	case across:
		inside = strokeWide/2 - nearest(x+y, tile)/math.Sqrt2
	case back:
		inside = strokeWide/2 - nearest(x-y, tile)/math.Sqrt2
	case flat:
		inside = strokeWide/2 - nearest(y-tile/4, tile/2)
	case dots:
		inside = dotRadius - math.Hypot(nearest(x-tile/2, tile), nearest(y-tile/2, tile))
	}
	share := min(max(.5+inside*t.scale, 0), 1)
	stroke := t.stroke.rgba()
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + share*(float64(b)-float64(a)))) }
	return color.RGBA{mix(ground.R, stroke.R), mix(ground.G, stroke.G), mix(ground.B, stroke.B), 0xff}
}

// nearest returns how far x is from the nearest multiple of period.
func nearest(x, period float64) float64 {
	return math.Abs(x - period*math.Round(x/period))
}
