package handlers

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
	"ouderstem/views/paper"
)

// Cards of one order. Who reads the database sees how many cards of a stack were
// used, so there are no stacks of a few; more than a thousand are for a printing
// house, and the command line.
const (
	fewestCards = 8
	mostCards   = 1000
)

// cards shows what a unit has out: GET /staff/cards/:unit.
func (h *staff) cards(c *fiber.Ctx) error {
	who := whoever(c)
	surveys, err := h.usable(c.UserContext(), who.Tree, who.Unit)
	if err != nil {
		return err
	}
	stacks, err := h.Store.Stacks(c.UserContext(), reach(who))
	if err != nil {
		return err
	}
	lang := h.spoken(c)
	form := views.OrderFields(h.Views.Texts(), lang, surveys).Typed(func(name string) string {
		switch name {
		case views.FieldSurvey:
			return usual(stacks, surveys)
		case views.FieldNumber:
			return "24" // three sheets of A4
		case views.FieldLang:
			return lang
		}
		return string(paper.EightOnA4)
	})
	return h.cardsPage(c, fiber.StatusOK, form, surveys, stacks)
}

// firstSurvey is what most who begin are here for: help in a safety trajectory.
const firstSurvey = "veiligheid"

// usual is the survey that most stacks are of; where there are none the one that
// most begin with.
func usual(stacks []store.Stack, surveys []*survey.Survey) string {
	best, most := "", 0
	if slices.ContainsFunc(surveys, func(s *survey.Survey) bool { return s.ID == firstSurvey }) {
		best = firstSurvey
	}
	for _, s := range surveys {
		n := 0
		for _, b := range stacks {
			if b.Survey == s.ID && !b.Retired {
				n++
			}
		}
		if n > most {
			best, most = s.ID, n
		}
	}
	return best
}

func (h *staff) cardsPage(c *fiber.Ctx, status int, form views.Fields, surveys []*survey.Survey, stacks []store.Stack) error {
	who := whoever(c)
	page := &views.Cards{
		Own: reach(who).Hand != "", Languages: h.Views.Texts().Languages(), Site: h.Site, Local: local(h.Site),
	}
	if len(surveys) > 0 {
		page.Fields = form
	}
	for _, s := range surveys {
		if !slices.Contains(page.Audiences, s.Audience) {
			page.Audiences = append(page.Audiences, s.Audience)
		}
	}
	for _, s := range stacks {
		row := views.StackRow{Batch: s.Batch, Title: survey.Text{"": s.Survey}, Year: h.Now().Year()}
		for _, y := range s.Years {
			row.Years = append(row.Years, views.YearCount(y))
		}
		if sv, err := pick(surveys, s.Survey); err == nil {
			row.Title = sv.Title
		}
		if u, err := who.Tree.Find(s.Unit); err == nil && u.ID != who.Unit.ID {
			row.Elsewhere = u.Name
		}
		page.Stacks = append(page.Stacks, row)
	}
	return h.page(c, status, page)
}

// local reports whether an address is that of the machine itself.
func local(site string) bool {
	u, err := url.Parse(site)
	return err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
}

// reach is which stacks somebody sees and changes: a manager all of the unit, a
// coach the own ones.
func reach(who *visitor) store.Reach {
	r := store.Reach{Unit: who.Unit.ID, Hand: who.Account.ID}
	if who.Account.Grants.Hold(who.Tree, who.Unit.ID, survey.Manager) {
		r.Hand = ""
	}
	return r
}

// order is what somebody asks to be made.
type order struct {
	survey *survey.Survey
	number int
	lang   string
	layout string
}

// poster reports whether the code is to be everybody's.
func (o order) poster() bool { return o.layout == views.LayoutPoster || o.layout == views.LayoutScreen }

// orderCards makes a stack or a poster: POST /staff/cards/:unit. The file it
// answers with is kept nowhere.
func (h *staff) orderCards(c *fiber.Ctx) error {
	who := whoever(c)
	fields, err := read(c)
	if err != nil {
		return err
	}
	surveys, err := h.usable(c.UserContext(), who.Tree, who.Unit)
	if err != nil {
		return err
	}
	form := views.OrderFields(h.Views.Texts(), h.spoken(c), surveys).Typed(func(name string) string { return field(fields, name) })
	o := h.readOrder(form, fields, surveys)
	if len(form.Problems()) > 0 {
		stacks, err := h.Store.Stacks(c.UserContext(), reach(who))
		if err != nil {
			return err
		}
		return h.cardsPage(c, fiber.StatusUnprocessableEntity, form, surveys, stacks)
	}
	return h.makeCards(c, o)
}

// readOrder reads an order and puts what is wrong with it at its field.
func (h *staff) readOrder(form views.Fields, fields map[string][]string, surveys []*survey.Survey) order {
	o := order{lang: field(fields, views.FieldLang), layout: field(fields, views.FieldLayout)}
	var err error
	if o.survey, err = pick(surveys, field(fields, views.FieldSurvey)); err != nil {
		form.Fault(views.FieldSurvey, err)
	}
	if !slices.Contains(h.Views.Texts().Languages(), o.lang) {
		form.Fault(views.FieldLang, survey.ErrNotOffered)
	}
	if !o.poster() && !slices.Contains(paper.Layouts, paper.Layout(o.layout)) {
		form.Fault(views.FieldLayout, survey.ErrNotOffered)
	}
	o.number, err = strconv.Atoi(field(fields, views.FieldNumber))
	if !o.poster() && (err != nil || o.number < fewestCards || o.number > mostCards) {
		form.Fault(views.FieldNumber, survey.ErrCardCount.With("Least", fewestCards).With("Most", mostCards))
	}
	return o
}

// makeCards prints what was ordered, or shows it.
func (h *staff) makeCards(c *fiber.Ctx, o order) error {
	who := whoever(c)
	s, err := h.issued(c.UserContext(), o.survey)
	if err != nil {
		return err
	}
	batch := survey.Batch{Survey: s.ID, Unit: who.Unit.ID, Way: survey.ByCard, Size: o.number}
	if o.poster() {
		batch.Way = survey.ByPoster
	}
	batch, codes, err := h.Store.Order(c.UserContext(), who.Account.ID, batch)
	if err != nil {
		return err
	}
	if o.layout == views.LayoutScreen {
		return c.Redirect(cardsPath(who.Unit.ID)+"/"+batch.ID+"/screen", fiber.StatusSeeOther)
	}
	sheet := h.paperSheet(who, s, batch)
	sheet.Lang, sheet.Layout = o.lang, paper.Layout(o.layout)
	if err := h.sendPDF(c, sheet, codes); err != nil { // nobody has these cards
		return errors.Join(err, h.Store.Retire(context.WithoutCancel(c.UserContext()), batch.ID))
	}
	return nil
}

func (h *staff) paperSheet(who *visitor, s *survey.Survey, b survey.Batch) paper.Sheet {
	return paper.Sheet{
		Site: h.Site, Address: s.Address(), Audience: s.Audience,
		Organisation: who.Tree.Asker(b.Unit), Way: b.Way, K: b.Promised,
	}
}

// sendPDF sends codes as a file to keep.
func (h *staff) sendPDF(c *fiber.Ctx, s paper.Sheet, codes []survey.Code) error {
	key := "cards.file"
	if s.Way == survey.ByPoster {
		key = "cards.file.poster"
	}
	name, err := h.Views.Texts().Say(h.spoken(c), key, nil)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := paper.PDF(&b, h.Views.Texts(), s, codes); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(b.Bytes())
}

func cardsPath(unit string) string { return staffPath + "/cards/" + url.PathEscape(unit) }

// tapCards counts cards that were handed out: POST /staff/cards/:unit/:batch/tap.
// It is in no log: the day of a card could tell of an answer.
func (h *staff) tapCards(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	const most = 5 // at one tap
	add, err := strconv.Atoi(field(fields, views.FieldAdd))
	if err != nil || add < -most || add > most {
		return fiber.ErrBadRequest
	}
	who, batch := whoever(c), c.Params("batch")
	if err := h.Store.Tap(c.UserContext(), reach(who), batch, h.Now().Year(), add); err != nil {
		return err
	}
	return c.Redirect(cardsPath(who.Unit.ID)+"#stack-"+url.PathEscape(batch), fiber.StatusSeeOther)
}

// voidCards takes out what was lost: POST /staff/cards/:unit/:batch/void.
func (h *staff) voidCards(c *fiber.Ctx) error {
	who := whoever(c)
	if err := h.Store.Void(c.UserContext(), who.Account.ID, reach(who), c.Params("batch")); err != nil {
		return err
	}
	return done(c, cardsPath(who.Unit.ID), "cards-voided")
}

// cardsScreen shows a poster's code: GET /staff/cards/:unit/:batch/screen.
func (h *staff) cardsScreen(c *fiber.Ctx) error {
	_, s, code, err := h.poster(c)
	if err != nil {
		return err
	}
	path, side, err := paper.Path(paper.Link(h.Site, s.Address(), code))
	if err != nil {
		return err
	}
	return h.show(c, fiber.StatusOK, h.spoken(c), &views.Screen{
		Back: cardsPath(whoever(c).Unit.ID), Path: path, Side: side, Typed: paper.Typed(h.Site, s.Address()), Code: code,
	})
}

// posterAgain prints a poster once more: GET /staff/cards/:unit/:batch/poster.pdf.
func (h *staff) posterAgain(c *fiber.Ctx) error {
	batch, s, code, err := h.poster(c)
	if err != nil {
		return err
	}
	sheet := h.paperSheet(whoever(c), s, batch)
	sheet.Lang = h.spoken(c)
	return h.sendPDF(c, sheet, []survey.Code{code})
}

// poster returns the :batch of the path, where it is a poster.
func (h *staff) poster(c *fiber.Ctx) (survey.Batch, *survey.Survey, survey.Code, error) {
	batch, code, err := h.Store.Poster(c.UserContext(), reach(whoever(c)), c.Params("batch"))
	if err != nil {
		return batch, nil, "", err
	}
	s, err := h.Store.Survey(c.UserContext(), batch.Survey, 0)
	return batch, s, code, err
}
