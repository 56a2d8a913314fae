package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

const (
	// topicsTold are the topics that are suggested at once, and sentencesTold of
	// each: as many as somebody weighs at one go.
	topicsTold, sentencesTold = 8, 4
	// wordsOfTopic are the words of a topic that a new theme begins with.
	wordsOfTopic = 8
)

// topics suggests themes for the comments of a list that have none:
// GET /staff/codebook/suggestions.
func (h *staff) topics(c *fiber.Ctx) error {
	page, err := h.topicsPage(c, c.Query(views.FieldList))
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

// topicsPage returns the page about the list with this name; about the newest
// where it has none.
func (h *staff) topicsPage(c *fiber.Ctx, list string) (*views.Topics, error) {
	page := &views.Topics{}
	// The units at the top first: there are most comments.
	tree := slices.Clone(whoever(c).Tree)
	slices.SortStableFunc(tree, func(a, b survey.Unit) int { return min(len(a.Parent), 1) - min(len(b.Parent), 1) })
	for _, u := range tree {
		lists, err := h.commentLists(c, u.ID)
		if err != nil {
			return nil, err
		}
		for _, l := range lists {
			page.Lists = append(page.Lists, views.TopicList{CommentList: l, Name: u.Name})
		}
	}
	if len(page.Lists) == 0 {
		return page, nil
	}
	i := 0
	if list != "" {
		if i = slices.IndexFunc(page.Lists, func(l views.TopicList) bool { return l.Value() == list }); i < 0 {
			return nil, fiber.ErrNotFound
		}
	}
	page.Chosen = &page.Lists[i]
	return page, h.fillTopics(c, page)
}

// fillTopics looks for topics in what the comments say that no theme covers.
func (h *staff) fillTopics(c *fiber.Ctx, page *views.Topics) error {
	results, err := h.Store.Results(c.UserContext(), page.Chosen.Survey, page.Chosen.Unit, page.Chosen.Year)
	if err != nil {
		return err
	}
	coder, err := h.coder(c)
	if err != nil {
		return err
	}
	page.K, page.Into = results.K, h.intoChoices(c, coder.Codebook(), "")
	var comments []themes.Comment
	langs := map[string]string{}
	for _, reading := range stats.Readings(results) {
		for _, comment := range reading.Comments {
			// A sentence of what is hidden would be shown. And where somebody said
			// what a comment is about, no sentence of it waits for a theme.
			told := slices.ContainsFunc(comment.Labels, func(l survey.Label) bool { return l.Yes })
			if comment.Decision.Hidden == "" && !told {
				comments = append(comments, commentOf(comment))
				langs[comment.ID] = comment.Lang
			}
		}
	}
	slices.SortFunc(comments, func(a, b themes.Comment) int { return strings.Compare(a.ID, b.ID) })
	found := themes.Discover(comments, coder.Coder, themes.Search{Topics: topicsTold, Least: results.K})
	page.N, page.Few = found.Comments, found.Reason == themes.ReasonFew
	for _, topic := range found.Topics {
		if !coder.Codebook().IsRejected(topic.Words[:min(len(topic.Words), wordsOfTopic)]) {
			page.Topics = append(page.Topics, h.topicForm(len(page.Topics)+1, topic, langs))
		}
	}
	return nil
}

// topicForm returns the form in which somebody decides about a topic.
func (h *staff) topicForm(number int, topic themes.Topic, langs map[string]string) views.TopicForm {
	words := topic.Words[:min(len(topic.Words), wordsOfTopic)]
	form := views.NewTopicForm(number, words)
	form.N = topic.Comments
	shown := topic.Sentences[:min(len(topic.Sentences), sentencesTold)]
	var texts []themes.Comment
	for _, s := range shown {
		texts = append(texts, themes.Comment{Text: s.Text})
		form.Sentences = append(form.Sentences, views.TopicSentence{Text: s.Text, Lang: langs[s.Comment]})
	}
	hits := make([][]themes.Hit, len(texts))
	for _, catch := range themes.Catches(map[string][]string{"": words}, texts) {
		for n, i := range catch.Comments {
			hits[i] = append(hits[i], catch.Hits[n]...)
		}
	}
	for i := range hits {
		form.Sentences[i].Hits = spans(hits[i], 0)
	}
	return form
}

// settleTopic takes a topic as a theme, adds its words to one, or rejects it:
// POST /staff/codebook/suggestions. The form has the words as somebody left
// them, so that it does what they saw, whatever the topics are by now.
func (h *staff) settleTopic(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	found := strings.Fields(field(fields, views.FieldTopic))
	// What is rejected stays in every codebook to come: words as a topic has them,
	// and no story.
	if len(found) == 0 || len(found) > wordsOfTopic || len(themes.CheckPatterns(found)) > 0 {
		return survey.ErrBadInput
	}
	act, number, _ := strings.Cut(field(fields, views.FieldDo), "/")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 {
		return survey.ErrBadInput
	}
	form := typedTopic(fields, n, found)
	list := field(fields, views.FieldList)
	if act == views.DoReject {
		if err := h.changeCodebook(c, func(book *themes.Codebook) (*themes.Codebook, error) { return book.Rejects(found), nil }); err != nil {
			return err
		}
		return toTopics(c, list, "topic-rejected")
	}
	name := strings.Join(strings.Fields(form.Fields[0].Typed), " ")
	into := field(fields, views.FieldInto)
	checkTopic(&form, act, name, into)
	if len(form.Fields.Problems()) > 0 || len(form.Words.Faults) > 0 {
		return h.topicAgain(c, list, form)
	}
	typed, _ := themes.Lines(form.Words.Typed)
	lang, patterns := h.spoken(c), map[string][]string{"": typed}
	if err := h.changeCodebook(c, func(book *themes.Codebook) (*themes.Codebook, error) {
		switch act {
		case views.DoAccept:
			return book.With(themes.Theme{ID: book.NewID(name), Name: survey.Text{lang: name}, Patterns: patterns}), nil
		case views.DoMerge:
			if t, ok := book.Theme(into); ok {
				return book.With(t.Adding(patterns)), nil
			}
		}
		return nil, survey.ErrBadInput
	}); err != nil {
		return err
	}
	return toTopics(c, list, "topic-"+act)
}

// typedTopic is the form about the topic with these words as somebody left it.
func typedTopic(fields map[string][]string, number int, words []string) views.TopicForm {
	form := views.NewTopicForm(number, words)
	form.Open = true
	form.Fields.Typed(func(name string) string { return field(fields, name) })
	form.Words.Typed = field(fields, form.Words.Name)
	return form
}

// checkTopic puts what is wrong with a form beside its fields: with its words,
// and with what the button needs, a name or a theme.
func checkTopic(form *views.TopicForm, act, name, into string) {
	form.Words.Faults = themes.CheckLines(form.Words.Typed)
	patterns, _ := themes.Lines(form.Words.Typed)
	one := themes.Theme{Patterns: map[string][]string{"": patterns}}
	if len(patterns) == 0 || act == views.DoAccept && !one.Finds() {
		form.Words.Faults = []survey.Fault{{Line: 1, Err: themes.ErrNoWords}}
	}
	switch {
	case act == views.DoMerge && into == "":
		form.Fields.Fault(form.Fields[1].Name, survey.ErrChooseTheme)
	case act == views.DoAccept && name == "":
		form.Fields.Fault(form.Fields[0].Name, themes.ErrThemeName)
	case act == views.DoAccept:
		tooLong(form.Fields, form.Fields[0].Name, name, longestThemeName)
	}
}

// topicAgain shows the topics once more, with what was typed about one of them
// in its place and what is wrong with it.
func (h *staff) topicAgain(c *fiber.Ctx, list string, form views.TopicForm) error {
	page, err := h.topicsPage(c, list)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(page.Topics, func(t views.TopicForm) bool { return slices.Equal(t.Found, form.Found) })
	for j := range page.Topics {
		page.Topics[j].Renumber(j + 2) // the one that was typed in is the first
	}
	form.Renumber(1)
	if i >= 0 {
		form.N, form.Sentences = page.Topics[i].N, page.Topics[i].Sentences
		page.Topics = slices.Delete(page.Topics, i, i+1)
	}
	page.Topics = append([]views.TopicForm{form}, page.Topics...)
	return h.page(c, fiber.StatusUnprocessableEntity, page)
}

func toTopics(c *fiber.Ctx, list, said string) error {
	query := url.Values{views.FieldList: {list}, views.FieldSaid: {said}}
	return c.Redirect(views.TopicsPath+"?"+query.Encode(), fiber.StatusSeeOther)
}
