package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// staffPath is where all pages for staff are. Their cookie is sent there and
// nowhere else: a parent's page never gets one.
const staffPath = "/staff"

// route is a page or an act of staff with the rule of who may come. All of them
// stand in [staff.routes]; docs/roles.md is made from it.
type route struct {
	method string
	path   string // below staffPath
	do     fiber.Handler
	rule   rule
}

// rule says who may use a route.
type rule struct {
	stranger bool          // who is not signed in may come too
	roles    []survey.Role // one of them is needed; with none, any account will do
	place    place         // where the role is needed
	confirm  bool          // only who has just shown again who they are
}

// place is where a role has to be held.
type place string

const (
	onUnit  place = "unit" // on the :unit of the path, or above it
	allOver place = "all"  // on the whole installation
)

// Who may come.
var (
	strangers = rule{stranger: true}
	anyone    = rule{}
)

func on(roles ...survey.Role) rule         { return rule{roles: roles, place: onUnit} }
func everywhere(roles ...survey.Role) rule { return rule{roles: roles, place: allOver} }

// again asks who it is, unless that was shown in the last minutes.
func (r rule) again() rule { r.confirm = true; return r }

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// routes are all pages and acts of staff.
func (h *staff) routes() []route {
	const admin, manager, coach, entry = survey.Administrator, survey.Manager, survey.Coach, survey.Entry
	var files []route // before what they are files of: :survey takes a full stop too
	for _, f := range byLength(FormatsWith(h.Browser)) {
		files = append(files, route{get, "/report/:unit/:year/:survey." + f.Name, h.export(f), on(manager).again()})
	}
	for _, p := range Pictures {
		files = append(files, route{get, "/report/:unit/:year/:survey/chart/:chart." + p.Name, h.chart(p), on(manager)})
	}
	for _, name := range views.DraftNames {
		for _, f := range DraftFormats {
			files = append(files, route{get, "/audit/" + name + "." + f.Name, h.auditDraft(name, f), everywhere(admin)})
		}
	}
	return append(files, []route{
		{get, "/setup/:token", h.setup, strangers},
		{post, "/setup/:token", h.setUp, strangers},
		{get, "/login", h.login, strangers},
		{post, "/login", h.logIn, strangers},
		{post, "/login/code", h.logInCode, strangers},
		{post, "/login/passkey/ask", h.askPasskey, strangers},
		{post, "/login/passkey", h.logInPasskey, strangers},
		{post, "/login/provider", h.toProvider, strangers},
		{get, "/login/oidc/callback", h.fromProvider, strangers},
		{get, "/login/forgotten", h.forgotten, strangers},
		{post, "/login/forgotten", h.sendForgotten, strangers},
		{get, "/invitation/:token", h.invitation, strangers},
		{post, "/invitation/:token", h.accept, strangers},

		{get, "/", h.home, anyone},
		{post, "/logout", h.logOut, anyone},
		{get, "/confirm", h.confirm, anyone},
		{post, "/confirm", h.confirmed, anyone},
		{post, "/confirm/passkey", h.confirmPasskey, anyone},
		{post, "/confirm/provider", h.confirmProvider, anyone},
		{get, "/profile", h.profile, anyone},
		{get, "/profile/codes", h.codes, anyone.again()},
		{post, "/profile/codes", h.proveCodes, anyone.again()},
		{post, "/profile/codes/end", h.endCodes, anyone.again()},
		{post, "/profile/recovery", h.newRecovery, anyone.again()},
		{get, "/profile/passkeys/new", h.newPasskey, anyone.again()},
		{post, "/profile/passkeys/ask", h.askNewPasskey, anyone.again()},
		{post, "/profile/passkeys", h.addPasskey, anyone.again()},
		{post, "/profile/passkeys/end", h.endPasskey, anyone.again()},
		{post, "/profile", h.saveProfile, anyone},
		{post, "/profile/password", h.changePassword, anyone},
		{post, "/profile/sessions", h.endSession, anyone},

		{get, "/unit/:unit/:year", h.dashboard, on(manager, coach, entry)},
		{get, "/report/:unit/:year/:survey", h.report, on(manager)},
		{get, "/published/:unit/:year/:survey", h.published, on(coach, manager)},
		{get, "/monitor/:unit/:year", h.monitor, on(manager)},
		{get, "/publish/:unit", h.chooseReport, on(manager)},
		{get, "/publish/:unit/:year/:survey", h.showDraft(h.contents()), on(manager)},
		{post, "/publish/:unit/:year/:survey", h.saveDraft(h.contents()), on(manager)},
		{get, "/publish/:unit/:year/:survey/quotes", h.showDraft(h.quotes()), on(manager)},
		{post, "/publish/:unit/:year/:survey/quotes", h.saveDraft(h.quotes()), on(manager)},
		{get, "/publish/:unit/:year/:survey/measures", h.showDraft(h.chosenMeasures()), on(manager)},
		{post, "/publish/:unit/:year/:survey/measures", h.saveDraft(h.chosenMeasures()), on(manager)},
		{get, "/publish/:unit/:year/:survey/preview", h.previews, on(manager)},
		{get, "/publish/:unit/:year/:survey/preview/:version", h.preview, on(manager)},
		{get, "/publish/:unit/:year/:survey/check", h.checks, on(manager)},
		{post, "/publish/:unit/:year/:survey/check", h.publishReport, on(manager).again()},
		{get, "/edition/:unit/:year/:survey/:number", h.withdrawal, on(manager)},
		{post, "/edition/:unit/:year/:survey/:number", h.withdraw, on(manager).again()},
		{get, "/comments/:unit", h.newestComments, on(manager)},
		{get, "/comments/:unit/:year/:survey", h.comments, on(manager)},
		{post, "/comments/:unit/:year/:survey", h.decide, on(manager)},
		{get, "/comments/:unit/:year/:survey/:comment", h.masking, on(manager)},
		{post, "/comments/:unit/:year/:survey/:comment", h.omit, on(manager)},
		{get, "/themes/:unit", h.newestThemes, on(manager)},
		{get, "/themes/:unit/:year/:survey", h.themes, on(manager)},
		{post, "/themes/:unit/:year/:survey", h.confirmTheme, on(manager)},
		{get, "/themes/:unit/:year/:survey/sample", h.sampleCoding, on(manager)},
		{post, "/themes/:unit/:year/:survey/sample", h.codeSample, on(manager)},
		{get, "/themes/:unit/:year/:survey/:theme", h.themeComments, on(manager)},
		{post, "/themes/:unit/:year/:survey/:theme", h.labelComment, on(manager)},
		{get, "/safety/:unit", h.safety, on(manager)},
		{post, "/safety/:unit", h.settle, on(manager)},
		{get, "/records/:unit/:year", h.records, on(manager)},
		{post, "/records/:unit/:year", h.record, on(manager)},

		{get, "/cards/:unit", h.cards, on(coach, manager)},
		{post, "/cards/:unit", h.orderCards, on(coach, manager)},
		{post, "/cards/:unit/:batch/tap", h.tapCards, on(coach, manager)},
		{post, "/cards/:unit/:batch/void", h.voidCards, on(coach, manager)},
		{get, "/cards/:unit/:batch/screen", h.cardsScreen, on(coach, manager)},
		{get, "/cards/:unit/:batch/poster.pdf", h.posterAgain, on(coach, manager)},
		{get, "/paper/:unit", h.sheets, on(coach, manager, entry)},
		{get, "/paper/:unit/:survey", h.sheet, on(coach, manager, entry)},
		{get, "/entry/:unit/:survey", h.entry, on(entry, manager)},
		{post, "/entry/:unit/:survey", h.enter, on(entry, manager)},

		{get, "/surveys/:unit", h.surveys, on(manager)},
		{post, "/surveys/:unit", h.changeSurveys, on(manager)},
		{get, "/surveys/:unit/:survey.json", h.exportSurvey, on(manager)},
		{get, "/design/:unit/:draft", h.design, on(manager)},
		{post, "/design/:unit/:draft", h.redesign, on(manager)},
		{get, "/design/:unit/:draft/publish", h.publishing, on(manager)},
		{post, "/design/:unit/:draft/publish", h.publish, on(manager)},
		{get, "/design/:unit/:draft/export", h.exportDraft, on(manager)},
		{get, "/design/:unit/:draft/preview", h.tryDraft, on(manager)},
		{post, "/design/:unit/:draft/preview", h.triedDraft, on(manager)},
		{get, "/design/:unit/:draft/preview/thanks", h.thanksForDraft, on(manager)},
		{get, "/preview/:unit/:survey", h.trySurvey, on(coach, manager)},
		{post, "/preview/:unit/:survey", h.triedSurvey, on(coach, manager)},
		{get, "/preview/:unit/:survey/thanks", h.thanksForSurvey, on(coach, manager)},

		{get, "/benchmark", h.benchmark, everywhere(manager)},
		{post, "/benchmark", h.exchangeBenchmark, everywhere(manager)},
		{get, "/codebook", h.showCodebook, everywhere(manager)},
		{get, "/codebook/new", h.newTheme, everywhere(manager)},
		{post, "/codebook/new", h.saveTheme, everywhere(manager)},
		{get, "/codebook/history", h.codebookHistory, everywhere(manager)},
		{post, "/codebook/history", h.restoreCodebook, everywhere(manager)},
		{get, "/codebook/suggestions", h.topics, everywhere(manager)},
		{post, "/codebook/suggestions", h.settleTopic, everywhere(manager)},
		{get, "/codebook/theme/:theme", h.theme, everywhere(manager)},
		{post, "/codebook/theme/:theme", h.saveTheme, everywhere(manager)},

		{get, "/accounts", h.accounts, everywhere(admin)},
		{get, "/accounts/new", h.newAccount, everywhere(admin)},
		{post, "/accounts/new", h.invite, everywhere(admin).again()},
		{get, "/accounts/:account", h.account, everywhere(admin)},
		{post, "/accounts/:account", h.saveAccount, everywhere(admin).again()},
		{post, "/accounts/:account/invite", h.inviteAgain, everywhere(admin).again()},
		{post, "/accounts/:account/delete", h.deleteAccount, everywhere(admin).again()},
		{post, "/accounts/:account/factors", h.endFactors, everywhere(admin).again()},
		{get, "/settings/sign-in", h.signInRules, everywhere(admin)},
		{post, "/settings/sign-in", h.changeSignInRules, everywhere(admin).again()},
		{get, "/units", h.units, everywhere(admin)},
		{post, "/units", h.changeUnits, everywhere(admin).again()},
		{get, "/settings", h.showSettings(h.house()), everywhere(admin)},
		{post, "/settings", h.saveSettings(h.house()), everywhere(admin)},
		{get, "/settings/help", h.showSettings(h.help()), everywhere(admin)},
		{post, "/settings/help", h.saveSettings(h.help()), everywhere(admin)},
		{get, "/settings/anonymity", h.showSettings(h.anonymity()), everywhere(admin)},
		{post, "/settings/anonymity", h.saveSettings(h.anonymity()), everywhere(admin).again()},
		{get, "/settings/brand", h.showSettings(h.brand()), everywhere(admin)},
		{post, "/settings/brand", h.saveSettings(h.brand()), everywhere(admin)},
		{get, "/audit", h.audit, everywhere(admin)},
		{get, "/deeds", h.deeds, everywhere(admin)},
		{get, "/deeds.csv", h.deedsCSV, everywhere(admin).again()},
	}...)
}

// menuEntry is a page that a menu leads to for who holds one of the roles.
type menuEntry struct {
	label string // the key of its words
	path  string // below staffPath; :unit and :year are filled in
	roles []survey.Role
}

// menu leads to pages about the whole installation.
var menu = []menuEntry{
	{"menu.home", "/", nil},
	{"menu.codebook", "/codebook", []survey.Role{survey.Manager}},
	{"menu.accounts", "/accounts", []survey.Role{survey.Administrator}},
	{"menu.units", "/units", []survey.Role{survey.Administrator}},
	{"menu.settings", "/settings", []survey.Role{survey.Administrator}},
	{"menu.audit", "/audit", []survey.Role{survey.Administrator}},
	{"menu.deeds", "/deeds", []survey.Role{survey.Administrator}},
	{"menu.profile", "/profile", nil},
}

// unitMenu leads to pages about one unit.
var unitMenu = []menuEntry{
	{"menu.unit", "/unit/:unit/:year", []survey.Role{survey.Manager, survey.Coach, survey.Entry}},
	{"menu.monitor", "/monitor/:unit/:year", []survey.Role{survey.Manager}},
	{"menu.cards", "/cards/:unit", []survey.Role{survey.Coach, survey.Manager}},
	{"menu.paper", "/paper/:unit", []survey.Role{survey.Coach, survey.Manager, survey.Entry}},
	{"menu.comments", "/comments/:unit", []survey.Role{survey.Manager}},
	{"menu.publish", "/publish/:unit", []survey.Role{survey.Manager}},
	{"menu.themes", "/themes/:unit", []survey.Role{survey.Manager}},
	{"menu.safety", "/safety/:unit", []survey.Role{survey.Manager}},
	{"menu.records", "/records/:unit/:year", []survey.Role{survey.Manager}},
	{"menu.surveys", "/surveys/:unit", []survey.Role{survey.Manager}},
}

// may reports whether a rule lets who has come pass, on the unit of the path
// where the rule asks for one.
func (r rule) may(who *visitor) bool {
	grants := who.Account.Grants
	switch {
	case len(r.roles) == 0:
		return true
	case r.place == onUnit:
		return grants.Hold(who.Tree, who.Unit.ID, r.roles...)
	}
	return grants.Hold(who.Tree, survey.Everywhere, r.roles...)
}

// admit lets a route's handler see only who may come, and only forms that our
// own pages have sent. A unit on which somebody has no role looks like one that
// does not exist.
func (h *staff) admit(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, err := h.visit(c)
		if err != nil {
			return err
		}
		if r.rule.stranger {
			return r.do(c)
		}
		if !who.signedIn() {
			return h.interrupted(c)
		}
		if r.rule.place == onUnit {
			i := slices.IndexFunc(who.Tree, func(u survey.Unit) bool { return u.ID == c.Params("unit") })
			if i < 0 {
				return fiber.ErrNotFound
			}
			who.Unit = who.Tree[i]
		}
		if !r.rule.may(who) {
			return fiber.ErrNotFound
		}
		if r.method == post {
			fields, err := read(c)
			if err != nil {
				return err
			}
			if !same(last(fields, views.FieldToken), h.Store.FormToken(who.Account.ID)) {
				return fiber.ErrForbidden
			}
		}
		if r.rule.confirm && !who.session.Confirmed {
			return h.unconfirmed(c)
		}
		return r.do(c)
	}
}
