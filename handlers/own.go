package handlers

import (
	"ouderstem/survey"
	"ouderstem/views"
)

// spoken are the languages in which parents are spoken to.
func (h *parents) spoken(now survey.Settings) []string {
	return now.Offered(h.Views.Texts().Languages())
}

// readIn are the languages in which parents are offered a survey.
func (s *server) readIn(sv *survey.Survey, now survey.Settings) []string {
	return now.Offered(s.offered(sv))
}

// own is what the organisation has made its own on the pages of parents.
func (s *server) own(now survey.Settings) views.Own {
	return views.OwnOf(now, s.Views.Look(now.Brand))
}
