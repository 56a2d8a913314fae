package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views"
)

// What is published is on the parents' site, below /w: what parents said and what
// was done. Nothing of who looks at it is kept, and there is no cookie.

// publicList shows the units of which something is published, or that there is
// nothing yet: its address is on cards. GET /w.
func (h *parents) publicList(c *fiber.Ctx) error {
	tree, err := h.Store.Units(c.UserContext())
	if err != nil {
		return err
	}
	editions, err := h.Store.Editions(c.UserContext())
	if err != nil {
		return err
	}
	newest := map[string]int{}
	for _, e := range survey.InForce(editions) {
		newest[e.Unit] = max(newest[e.Unit], e.Year)
	}
	page := views.PublicList{}
	tree.Walk(func(u survey.Unit, _ int) {
		if year, public := newest[u.ID]; public {
			page.Rows = append(page.Rows, views.PublicRow{Unit: u, Year: year})
		}
	})
	return h.showPublic(c, &page.Public, page)
}

// publicUnit shows the newest edition of a unit in the version for parents: GET
// /w/:unit.
func (h *parents) publicUnit(c *fiber.Ctx) error {
	edition, err := h.Store.NewestEdition(c.UserContext(), strings.ToLower(c.Params("unit")))
	if err != nil {
		return err
	}
	page := views.PublicUnit{Edition: edition}
	report, err := stats.ReadReport(edition.Value)
	if err != nil {
		return err
	}
	page.OnePage = views.OnePage{Report: published(report), For: views.ForParents}
	if page.Editions, err = h.Store.Editions(c.UserContext()); err != nil {
		return err
	}
	return h.showPublic(c, &page.Public, page)
}

// published is the report of an edition, as it is shown.
func published(report stats.Report) views.Report {
	return views.Report{Report: report, Published: true}
}

// publicEdition shows a whole edition: GET /w/:unit/:year/:survey/:number. One
// that was withdrawn says why, and is gone.
func (h *parents) publicEdition(c *fiber.Ctx) error {
	edition, err := h.edition(c)
	if err != nil {
		return err
	}
	page := views.PublicEdition{Edition: edition, Files: h.offered()}
	if page.Editions, err = h.Store.Editions(c.UserContext()); err != nil {
		return err
	}
	report, err := stats.ReadReport(edition.Value)
	if err != nil {
		return err
	}
	if page.Report = published(report); edition.Withdrawn != "" {
		c.Status(fiber.StatusGone)
	}
	return h.showPublic(c, &page.Public, page)
}

// offered are the files that an edition can be had as now: without a browser there
// is no PDF, and readers can do nothing about that.
func (h *parents) offered() []views.PublicFile {
	if h.Browser.There() {
		return h.files
	}
	return slices.DeleteFunc(slices.Clone(h.files), func(f views.PublicFile) bool { return strings.HasSuffix(f.Name, "pdf") })
}

// edition is the one of the path.
func (h *parents) edition(c *fiber.Ctx) (survey.Edition, error) {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil {
		return survey.Edition{}, fiber.ErrNotFound
	}
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return survey.Edition{}, fiber.ErrNotFound
	}
	return h.Store.Edition(c.UserContext(), c.Params("unit"), c.Params("survey"), year, number)
}

// publicFile sends an edition as a file: GET /w/:unit/:year/:survey/:number.FORMAT.
func (h *parents) publicFile(f Format) fiber.Handler {
	return func(c *fiber.Ctx) error {
		edition, err := h.edition(c)
		if err != nil {
			return err
		}
		if edition.Withdrawn != "" {
			return fiber.ErrGone
		}
		report, err := stats.ReadReport(edition.Value)
		if err != nil {
			return err
		}
		now, err := h.Store.Settings(c.UserContext())
		if err != nil {
			return err
		}
		lang := h.language(c, h.spoken(now))
		made, err := h.copies.get(copyKey{edition.Hash, edition.Number, f.Name, lang}, func(w io.Writer) error {
			whole := published(report)
			whole.Edition = &edition
			return f.Write(c.UserContext(), w, h.Views, lang, whole)
		})
		if errors.Is(err, survey.ErrNoChromium) {
			return fiber.ErrNotFound // it is not offered
		}
		if err != nil {
			return err
		}
		c.Attachment(edition.Unit + "-" + strconv.Itoa(edition.Year) + "-" + strconv.Itoa(edition.Number) + "." + f.Name)
		c.Set(fiber.HeaderContentType, f.Type) // with its charset, which the name does not tell
		return sendTagged(c, made)
	}
}

// showPublic shows a page of what is published, with what all of them have.
func (h *parents) showPublic(c *fiber.Ctx, frame *views.Public, page views.Page) error {
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	frame.ExitURL, frame.Own = h.ExitURL, h.own(now)
	var b bytes.Buffer
	if err := h.Views.Render(&b, h.language(c, h.spoken(now)), page); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return sendTagged(c, b.Bytes())
}

// sendTagged sends what browsers may keep, but ask for again each time: an edition
// can be withdrawn. Who has the same bytes gets none.
func sendTagged(c *fiber.Ctx, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Set(fiber.HeaderCacheControl, "no-cache")
	c.Set(fiber.HeaderETag, tag)
	for _, have := range strings.Split(c.Get(fiber.HeaderIfNoneMatch), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag && c.Response().StatusCode() == fiber.StatusOK {
			return c.SendStatus(fiber.StatusNotModified)
		}
	}
	return c.Send(body)
}

// copies are files of editions that were made: anybody can ask for one, and some
// take seconds. One is made at a time; what is there is had meanwhile.
type copies struct {
	turn sync.Mutex // to make one
	mu   sync.Mutex // of what follows
	made map[copyKey][]byte
	size int
}

// copyKey is what a file is made of. Editions of the same value differ by number.
type copyKey struct {
	hash         string
	number       int
	format, lang string
}

// mostCopied is how many bytes of files are kept: some dozens of editions.
const mostCopied = 64 << 20

// get returns a file, which write writes where there is none yet.
func (m *copies) get(key copyKey, write func(io.Writer) error) ([]byte, error) {
	if have, ok := m.have(key); ok {
		return have, nil
	}
	m.turn.Lock()
	defer m.turn.Unlock()
	if have, ok := m.have(key); ok { // somebody else wanted it too
		return have, nil
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	m.keep(key, b.Bytes())
	return b.Bytes(), nil
}

func (m *copies) have(key copyKey) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	file, ok := m.made[key]
	return file, ok
}

func (m *copies) keep(key copyKey, file []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil || m.size+len(file) > mostCopied {
		m.made, m.size = map[copyKey][]byte{}, 0
	}
	m.made[key], m.size = file, m.size+len(file)
}

// servePublic adds the pages of what is published.
func (h *parents) servePublic(app *fiber.App) {
	formats := FormatsWith(h.Browser)
	for _, f := range formats {
		file := views.PublicFile{File: views.File{Name: f.Name}}
		if f.Public() {
			reader, _, _ := strings.Cut(f.Name, ".")
			file.For = views.Reader(reader)
		}
		h.files = append(h.files, file)
	}
	app.Get("/w", h.publicList)
	app.Get("/w/:unit", h.publicUnit)
	for _, f := range byLength(formats) {
		app.Get("/w/:unit/:year/:survey/:number."+f.Name, h.publicFile(f))
	}
	app.Get("/w/:unit/:year/:survey/:number", h.publicEdition)
}

// somethingPublic reports whether there is anything below /w.
func (h *parents) somethingPublic(c *fiber.Ctx) (bool, error) {
	editions, err := h.Store.Editions(c.UserContext())
	return len(survey.InForce(editions)) > 0, err
}
