package handlers

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

var update = flag.Bool("update", false, "write docs/roles.md anew")

// reached is what a route's handler answers with in place of its own work.
const reached = http.StatusTeapot

// doors returns an application with every route of staff behind its own rule,
// and nothing behind the rules.
func (h *house) doors() (*fiber.App, []route) {
	s := newStaff(newServer(Config{Store: h.store, Views: h.views, Log: h.logger, Now: h.clock}))
	app := s.app(s.fail, belowStaff)
	routes := s.routes()
	for _, r := range routes {
		r.do = func(c *fiber.Ctx) error { return c.SendStatus(reached) }
		app.Add(r.method, staffPath+r.path, s.admit(r))
	}
	return app, routes
}

// knock asks for a route as a client does, on team A.
func (c *client) knock(app *fiber.App, r route) int {
	c.t.Helper()
	path := staffPath
	for _, part := range strings.Split(r.path, "/")[1:] {
		switch {
		case part == ":unit":
			part = "a"
		case part == ":year":
			part = "2026"
		case strings.HasPrefix(part, ":"):
			part = "x" + part[len(strings.Split(part, ".")[0]):] // keep an ending
		}
		path += "/" + part
	}
	request := httptest.NewRequest(r.method, path, nil)
	if r.method == post {
		request = httptest.NewRequest(r.method, path, strings.NewReader("token="+c.store.FormToken(c.account.ID)))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.cookie != nil {
		request.AddCookie(c.cookie)
	}
	return c.do(app, request).StatusCode
}

// TestRoles walks every route with every role and keeps docs/roles.md. A role
// on one team opens nothing of another.
func TestRoles(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	app, routes := h.doors()
	stranger := &client{house: h}
	everywhere, here, above, elsewhere := map[survey.Role]*client{}, map[survey.Role]*client{}, map[survey.Role]*client{}, map[survey.Role]*client{}
	for _, role := range survey.Roles {
		everywhere[role], here[role], above[role], elsewhere[role] = h.as(role), h.as(role, "a"), h.as(role, "m"), h.as(role, "b")
	}
	lines := []string{
		"# Who may open what", "",
		"Made by `go test ./handlers -run TestRoles -update` from the list in `handlers/routes.go`, by asking for every route",
		"with every role. **unit** means: with the role on the unit of the address, or on one above it. **all** means: with the",
		"role on the whole installation. Whoever may not come gets 404, as for a page that does not exist; who is not signed in",
		"is asked to sign in first. *again* asks for the password once more, if that was more than 15 minutes ago.", "",
		"| route | not signed in | administrator | manager | coach | entry | |", "|---|---|---|---|---|---|---|",
	}
	for _, r := range routes {
		line := fmt.Sprintf("| %s `%s%s` |", r.method, staffPath, r.path)
		open := stranger.knock(app, r) == reached
		if open != r.rule.stranger {
			t.Errorf("%s %s: a stranger reaches it: %t", r.method, r.path, open)
		}
		line += cell(open, "yes")
		for _, role := range survey.Roles {
			all, unit := everywhere[role].knock(app, r) == reached, here[role].knock(app, r) == reached
			if parent := above[role].knock(app, r) == reached; parent != unit {
				t.Errorf("%s %s: %s on a unit %t, on the one above %t", r.method, r.path, role, unit, parent)
			}
			if other := elsewhere[role].knock(app, r) == reached; other && strings.Contains(r.path, ":unit") {
				t.Errorf("%s %s: a %s of another team reaches it", r.method, r.path, role)
			}
			switch {
			case !strings.Contains(r.path, ":unit") && all && unit:
				line += cell(true, "yes")
			case unit:
				line += cell(all, "unit")
			default:
				line += cell(all, "all")
			}
		}
		again := ""
		if r.rule.confirm {
			again = " *again* "
		}
		lines = append(lines, line+again+"|")
	}
	made := strings.Join(lines, "\n") + "\n"
	const file = "../docs/roles.md"
	if *update {
		if err := os.WriteFile(file, []byte(made), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil || string(kept) != made {
		t.Errorf("%s is not what the routes say; run this test with -update and read the difference (%v)", file, err)
	}
}

func cell(yes bool, word string) string {
	if yes {
		return " " + word + " |"
	}
	return " – |"
}

// Every route that the application serves below /staff stands in the list.
func TestNoRouteBesideTheList(t *testing.T) {
	h := newHouse(t)
	_, routes := h.doors()
	for _, r := range h.staff.GetRoutes(true) { // without middleware
		path, ours := strings.CutPrefix(r.Path, staffPath)
		if r.Method == fiber.MethodHead || !ours && (r.Path == "/" || r.Path == securityPath || strings.HasPrefix(r.Path, views.AssetPath)) {
			continue
		}
		if !ours || !slices.ContainsFunc(routes, func(l route) bool { return l.method == r.Method && (l.path == path || l.path == path+"/") }) {
			t.Errorf("%s %s is served and not in the list", r.Method, r.Path)
		}
	}
}

// A page that asks again who it is does so a quarter of an hour later, and
// lets pass after the password.
func TestRoutesThatAskAgain(t *testing.T) {
	h := newHouse(t)
	app, routes := h.doors()
	asked := 0
	admin := h.with(h.account(survey.Grant{Role: survey.Administrator}, survey.Grant{Role: survey.Manager}))
	h.now = h.now.Add(16 * 60e9)
	for _, r := range routes {
		if r.rule.stranger || !r.rule.may(&visitor{Account: admin.account}) {
			continue
		}
		got := admin.knock(app, r)
		if want := r.rule.confirm; want == (got == reached) {
			t.Errorf("%s %s: %d, asks again: %t", r.method, r.path, got, want)
		}
		if got != reached {
			asked++
		}
	}
	if asked == 0 {
		t.Error("no route asks again")
	}
}
