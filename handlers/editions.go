package handlers

import (
	"context"
	"encoding/json"
	"errors"

	"ouderstem/stats"
	"ouderstem/survey"
)

// Publish freezes the report on a survey in a unit and a year as an edition: what
// was chosen for it, by who. A correction needs a reason.
//
// [survey.ErrNothingOpened] when there is nothing to say; [survey.ErrLedger] when
// beside what was published before, of this unit or another, it would tell what
// fewer than k parents answered.
func (r *Reports) Publish(ctx context.Context, who, unit string, year int, surveyID string, choice survey.Choice, reason string) (survey.Edition, error) {
	for range mostTries {
		edition, known, err := r.edition(ctx, unit, year, surveyID, choice)
		if errors.Is(err, errShown) {
			continue
		}
		if err != nil {
			return survey.Edition{}, err
		}
		edition.By, edition.Reason = who, reason
		published, done, err := r.store.PublishReport(ctx, known, edition)
		if done || err != nil {
			return published, err
		}
	}
	return survey.Edition{}, errBusy
}

// WouldPublish returns what Publish would freeze now, with the same errors; nothing
// is frozen.
func (r *Reports) WouldPublish(ctx context.Context, unit string, year int, surveyID string, choice survey.Choice) (survey.Edition, error) {
	for range mostTries {
		edition, _, err := r.edition(ctx, unit, year, surveyID, choice)
		if !errors.Is(err, errShown) {
			return edition, err
		}
	}
	return survey.Edition{}, errBusy
}

// edition returns what would be published now, and beside how many editions that
// was checked.
func (r *Reports) edition(ctx context.Context, unit string, year int, surveyID string, choice survey.Choice) (survey.Edition, int, error) {
	from, err := r.store.ToPublish(ctx, surveyID, unit, year)
	if err != nil {
		return survey.Edition{}, 0, err
	}
	report, err := r.from(ctx, from.Results, stats.Options{Publish: true, Choice: choice})
	if err != nil {
		return survey.Edition{}, 0, err
	}
	if report.N == 0 {
		return survey.Edition{}, 0, survey.ErrNothingOpened
	}
	value, err := json.Marshal(report)
	return survey.Edition{Unit: report.Unit.ID, Year: year, Survey: surveyID, Value: value}, from.Published.Known, err
}
