package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"ouderstem/stats"
	"ouderstem/stats/themes"
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

// edition returns what would be published now, and beside how many editions that
// was checked; of obstacles the first is the error.
func (r *Reports) edition(ctx context.Context, unit string, year int, surveyID string, choice survey.Choice) (survey.Edition, int, error) {
	p, err := r.prepare(ctx, unit, year, surveyID, choice)
	if err == nil && len(p.obstacles) > 0 {
		err = p.obstacles[0]
	}
	return p.edition, p.known, err
}

// prepared is an edition that could be published.
type prepared struct {
	edition   survey.Edition
	obstacles []*survey.Error // why it cannot be published now; none when it can
	known     int             // how many editions there were
}

func (r *Reports) prepare(ctx context.Context, unit string, year int, surveyID string, choice survey.Choice) (prepared, error) {
	for range mostTries {
		from, err := r.store.ToPublish(ctx, surveyID, unit, year)
		if err != nil {
			return prepared{}, err
		}
		// Nothing goes out that staff do not see: beside their own pages, too, it
		// would tell of the few in another unit.
		if from.Results, err = r.guarded(ctx, from.Results); err != nil {
			return prepared{}, err
		}
		report, err := r.from(ctx, from.Results, stats.Options{Publish: true, Choice: choice})
		if errors.Is(err, errShown) {
			continue
		}
		if err != nil {
			return prepared{}, err
		}
		value, err := json.Marshal(report)
		if err != nil {
			return prepared{}, err
		}
		p := prepared{known: from.Published.Known}
		p.edition = survey.Edition{
			Unit: report.Unit.ID, Year: year, Survey: surveyID, Value: value,
			Shown: stats.EditionSets(report, from.Results, from.Own, from.Tree),
		}
		ledger := stats.NewEditionLedger(report.K, from.Published.Sets)
		refused := ledger.Refused(p.edition.Shown)
		alone := refused
		if len(refused) > 0 && report.Teams != nil {
			without := report
			without.Teams = nil
			alone = ledger.Refused(stats.EditionSets(without, from.Results, from.Own, from.Tree))
		}
		p.obstacles = obstacles(report, from.Results.Survey, refused, alone)
		return p, nil
	}
	return prepared{}, errBusy
}

// obstacles says of what is refused what it is about, once for each question and
// theme. alone is what is refused without units side by side.
func obstacles(report stats.Report, s *survey.Survey, refused, alone []survey.ShownSet) []*survey.Error {
	if report.N == 0 {
		return []*survey.Error{survey.ErrNothingOpened}
	}
	var list []*survey.Error
	told := map[string]bool{}
	for _, set := range refused {
		if told[set.Of] {
			continue
		}
		told[set.Of] = true
		problem := survey.ErrLedger.With("K", report.K)
		question, theme := stats.About(set)
		if q, asked := s.Question(question); asked {
			problem = problem.With("Question", q.Text)
		}
		switch theme {
		case "":
		case themes.NoTheme:
			problem = problem.With("NoTheme", true)
		default:
			problem = problem.With("Theme", themeName(report, theme))
		}
		if !slices.ContainsFunc(alone, func(x survey.ShownSet) bool { return x.Of == set.Of }) {
			problem = problem.With("Teams", true)
		}
		list = append(list, problem)
	}
	return list
}

func themeName(report stats.Report, id string) survey.Text {
	for _, t := range report.Themes.List {
		if t.ID == id {
			return t.Name
		}
	}
	return nil
}
