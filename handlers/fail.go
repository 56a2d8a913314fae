package handlers

import (
	"bytes"
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// statuses are the errors that are no failure of ours.
var statuses = []struct {
	err    error
	status int
}{
	{survey.ErrNoSurvey, fiber.StatusNotFound},
	{survey.ErrNoUnit, fiber.StatusNotFound},
	{survey.ErrNoRecord, fiber.StatusNotFound},
	{survey.ErrNoEdition, fiber.StatusNotFound},
	{survey.ErrNoAccount, fiber.StatusNotFound},
	{survey.ErrNoBatch, fiber.StatusNotFound},
	{survey.ErrOldLink, fiber.StatusGone},
	{survey.ErrSetUp, fiber.StatusGone},
	{survey.ErrLastAdministrator, fiber.StatusConflict},
	{survey.ErrChanged, fiber.StatusConflict},
	{survey.ErrBadInput, fiber.StatusBadRequest},
	{survey.ErrNotSent, fiber.StatusServiceUnavailable},
	{survey.ErrDiskBroken, fiber.StatusServiceUnavailable},
	{survey.ErrNoChromium, fiber.StatusConflict},
}

// statusOf returns the status that err is answered with.
func statusOf(err error) int {
	var e *fiber.Error
	if errors.As(err, &e) {
		return e.Code
	}
	for _, s := range statuses {
		if errors.Is(err, s.err) {
			return s.status
		}
	}
	return fiber.StatusInternalServerError
}

// fail turns every error into a page for parents.
func (h *parents) fail(c *fiber.Ctx, err error) error {
	status := h.note(err)
	now, settingsErr := h.Store.Settings(c.UserContext())
	if settingsErr != nil {
		now = survey.DefaultSettings() // better the program's own look than no page
	}
	return h.show(c, status, h.language(c, h.spoken(now)), views.Notice{Key: notice(err, status), ExitURL: h.ExitURL, Own: h.own(now)})
}

// fail turns every error into a page for staff.
func (h *staff) fail(c *fiber.Ctx, err error) error {
	status := h.note(err)
	page := &views.StaffNotice{Key: staffNotice(status)}
	if mistake := new(survey.Error); errors.As(err, &mistake) { // of anything else the notice says all there is to say
		page.Err = mistake
	}
	if errors.Is(err, survey.ErrOldLink) || errors.Is(err, survey.ErrSetUp) {
		page.Key = views.StaffOldLink
	}
	if err := h.frame(c, &page.Frame); err != nil { // what says that something went wrong must not go wrong with it
		page.Frame = views.Frame{}
	}
	return h.show(c, status, h.spoken(c), page)
}

// note returns the status of err and logs what is a failure of ours: by what it
// is about, without the address it was asked at or the time.
func (s *server) note(err error) int {
	status := statusOf(err)
	if status >= fiber.StatusInternalServerError {
		store.Untimed(s.Log, "request failed", err)
	}
	return status
}

// staffNotice is what a status is told as.
func staffNotice(status int) views.StaffNoticeKey {
	switch status {
	case fiber.StatusUnauthorized:
		return views.StaffNotAdmitted
	case fiber.StatusForbidden:
		return views.StaffWrongSite
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return views.StaffNotFound
	case fiber.StatusConflict:
		return views.StaffRefused
	case fiber.StatusRequestEntityTooLarge:
		return views.StaffTooLarge
	case fiber.StatusBadRequest, fiber.StatusUnsupportedMediaType, fiber.StatusUnprocessableEntity:
		return views.StaffBadInput
	}
	return views.StaffFailed
}

// notice is what a status is told as.
func notice(err error, status int) views.NoticeKey {
	switch status {
	case fiber.StatusForbidden:
		return views.NoticeWrongSite
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed, fiber.StatusGone:
		if errors.Is(err, survey.ErrNoSurvey) {
			return views.NoticeNoSurvey
		}
		return views.NoticeNotFound
	case fiber.StatusRequestEntityTooLarge:
		return views.NoticeTooLarge
	case fiber.StatusUnsupportedMediaType:
		return views.NoticeWrongType
	case fiber.StatusServiceUnavailable:
		return views.NoticeNotSent
	}
	return views.NoticeFailed
}

// show renders page whole before anything is sent, so that a page that fails
// half-way is a failure and not half a page.
func (s *server) show(c *fiber.Ctx, status int, lang string, page views.Page) error {
	var b bytes.Buffer
	if err := s.Views.Render(&b, lang, page); err != nil {
		store.Untimed(s.Log, "page failed", err)
		return c.SendStatus(fiber.StatusInternalServerError)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Status(status).Send(b.Bytes())
}
