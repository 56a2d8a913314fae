package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// FuzzCallback comes back from the organisation's provider with any address and
// cookies. Only who went there, with the state and the code of that trip, is in.
func FuzzCallback(f *testing.F) {
	h, _ := tied(f)
	for _, query := range []string{
		"state=STATE&code=CODE", "state=STATE&code=x", "state=x&code=CODE", "state=STATE&state=x&code=CODE", "state=STATE&error=access_denied&code=CODE",
		"state=&code=CODE", "code=CODE", "", "%zz", "state=STATE&code=CODE&iss=https://evil.example", "state=STATE%00&code=CODE", "state=%ff&code[]=CODE;", "STATE=STATE&Code=CODE",
	} {
		f.Add(query, "NAME=SECRET")
		f.Add(query, "NAME=x")
		f.Add(query, "ouderstem_trip_=SECRET; NAME=; x=\xff")
	}
	var browser *client
	var state, code, name, secret string
	f.Fuzz(func(t *testing.T, query, cookies string) {
		h.t = t
		if browser == nil { // the trip before ended
			browser = &client{house: h}
			back, err := url.Parse(browser.leave("/staff/login/provider", nil))
			if err != nil {
				t.Fatal(err)
			}
			state, code = back.Query().Get("state"), back.Query().Get("code")
			for _, c := range browser.others {
				name, secret = c.Name, c.Value
			}
		}
		fill := strings.NewReplacer("STATE", state, "CODE", code, "NAME", name, "SECRET", secret)
		query, cookies = fill.Replace(query), fill.Replace(cookies)
		s := sent{method: http.MethodGet, target: CallbackPath + "?" + query, headers: []string{"Cookie", cookies}}
		r := h.says(h.staff, s)
		in := false
		for _, c := range r.Cookies() {
			in = in || c.Name == h.session && c.Value != ""
			if c.Name == name && c.Value == "" {
				browser = nil
			}
		}
		if in && !(strings.Contains(query, state) && strings.Contains(query, code) && strings.Contains(cookies, name+"="+secret)) {
			t.Errorf("%q with %q: in", query, cookies)
		}
		if !in && query == "state="+state+"&code="+code && cookies == name+"="+secret {
			t.Errorf("who went there is not let in: %d", r.StatusCode)
		}
		if in != (r.StatusCode == http.StatusSeeOther || r.StatusCode == http.StatusOK) || r.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%q with %q: in: %v, %d", query, cookies, in, r.StatusCode)
		}
		if strings.Contains(h.log.String(), "level=ERROR") || strings.Contains(h.log.String(), secret) {
			t.Errorf("%q with %q: the log says %.300s", query, cookies, h.log)
		}
		h.log.Reset()
	})
}
