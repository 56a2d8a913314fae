package views

import (
	"slices"

	"ouderstem/survey"
	"ouderstem/views/document"
)

// themesAtOnce says in one sentence which theme was mentioned most and how, or
// which ones are mostly praised and mostly criticised.
func (o *voice) themesAtOnce(r Report) document.Line {
	if !r.TellsThemes() || len(r.Themes.List) == 0 {
		return nil
	}
	parts := r.ThemeParts()
	if first := parts[0]; first.Most {
		var side document.Line
		if first.Favour != nil && first.Favour.Clear != "" {
			side = o.clause("report.summary.theme.side." + string(first.Favour.Clear))
		}
		return o.linked(o.who(r, "report.summary.theme"), "Theme", o.in(first.Name),
			"Part", link(o.ofComments(r.Themes.Precision, first.Share), "#"+first.Anchor()), "Side", side)
	}
	praised, criticised := o.leaning(parts, survey.Positive), o.leaning(parts, survey.Negative)
	if len(praised) > 0 && len(criticised) > 0 {
		return o.linked("report.summary.themes.both", "Positive", o.leaningNames(parts, survey.Positive), "Negative", o.leaningNames(parts, survey.Negative))
	}
	return slices.Concat(praised, criticised)
}

// themesInShort says which theme was mentioned most, and which are mostly praised
// and mostly criticised.
func (o *voice) themesInShort(r Report) []document.Line {
	if !r.TellsThemes() || len(r.Themes.List) == 0 {
		return nil
	}
	parts := r.ThemeParts()
	first := parts[0]
	var lines []document.Line
	if first.Most {
		lines = append(lines, o.linked(o.who(r, "report.summary.themes.most"), "Theme", o.in(first.Name),
			"Part", link(o.ofComments(r.Themes.Precision, first.Share), "#"+first.Anchor())))
	}
	for _, side := range []survey.Side{survey.Positive, survey.Negative} {
		if line := o.leaning(parts, side); line != nil {
			lines = append(lines, line)
		}
	}
	return lines
}

// mostNamed is how many themes a sentence names.
const mostNamed = 3

// leaning says which themes most comments are surely on one side about.
func (o *voice) leaning(parts []themePart, side survey.Side) document.Line {
	names := o.leaningNames(parts, side)
	if len(names) == 0 {
		return nil
	}
	return o.linked("report.summary.themes."+string(side), "Themes", names)
}

func (o *voice) leaningNames(parts []themePart, side survey.Side) document.Line {
	href := ""
	var names []string
	for _, p := range parts {
		if p.Favour == nil || p.Favour.Clear != side || len(names) == mostNamed {
			continue
		}
		names = append(names, o.say("report.quoted", "Words", o.in(p.Name)))
		if href == "" {
			href = "#" + p.Anchor()
		}
	}
	if href == "" {
		return nil
	}
	return document.Line{link(o.joined("report.and", names), href)}
}
