package oidc

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/handlers/oidc/oidctest"
	"ouderstem/survey"
)

// answers is what lies in front of a provider and answers for its token endpoint.
type answers struct {
	status int
	kind   string
	body   string
}

// RoundTrip answers what has to be answered, and sends the rest on.
func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/token") {
		return http.DefaultTransport.RoundTrip(r)
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, err := w.WriteString(a.body)
	return w.Result(), err
}

// FuzzFinish: a provider that answers with anything lets nobody in but by a token
// that it signed for this program, this trip and this time.
func FuzzFinish(f *testing.F) {
	p, there := newProvider(f)
	front := &answers{}
	p.client.Transport = front
	now := time.Unix(1_900_000_000, 0)
	p.Now = func() time.Time { return now }
	if _, _, err := p.Begin(f.Context(), false); err != nil {
		f.Fatal(err)
	}
	trip := Trip{State: "STATE", Nonce: "NONCE", Verifier: "verifier", Begun: now.Unix()}
	good, err := json.Marshal(map[string]any{"iss": there.URL, "aud": oidctest.ClientID, "nonce": "NONCE", "sub": "1", "exp": now.Unix() + 60})
	if err != nil {
		f.Fatal(err)
	}
	const wrapped = `{"access_token":"x","token_type":"Bearer","id_token":"TOKEN"}`
	back := "state=STATE&code=x"
	f.Add(string(good), wrapped, uint8(0), uint16(0), back, false)
	for _, claims := range []string{
		`{"iss":"ISSUER","aud":"ouderstem","nonce":"NONCE","exp":1900000060}`,
		`{"iss":"ISSUER","aud":["ouderstem"],"nonce":"NONCE","sub":"1","exp":1900000060}`,
		`{"iss":"ISSUER","aud":"ouderstem","nonce":"NONCE","sub":"1","exp":1900000060,"auth_time":1900000000,"email":"A@b.test","email_verified":1,"roles":[1,null,"x"]}`,
		`{"iss":"ISSUER","aud":"ouderstem","nonce":"NONCE","exp":1e308}`, `{"iss":"ISSUER","aud":"ouderstem","nonce":null,"exp":1900000060}`,
		`{"iss":["ISSUER"],"aud":{},"nonce":"NONCE","exp":-1}`, `{"ISS":"ISSUER","AUD":"ouderstem","Nonce":"NONCE","eXp":1900000060}`, `null`, `[]`, `"x"`, "\xff",
		`{"iss":"ISSUER","aud":"ouderstem","nonce":"NONCE","nonce":"x","exp":1900000060,"roles":{"roles":{}},"email":{}}`,
	} {
		for sign := range uint8(4) {
			f.Add(claims, wrapped, sign, uint16(0), back, sign%2 == 1)
		}
	}
	f.Add("", `{"id_token":5,"access_token":{}}`, uint8(0), uint16(0), back, false)
	f.Add("", `{"access_token":"x","expires_in":"9e99","id_token":"a.b.c"}`, uint8(0), uint16(0), back+"&iss=x", false)
	f.Add("", `error=x&id_token=TOKEN&access_token=y`, uint8(0), uint16(102), "state=STATE&error=%ff%00", false)
	f.Fuzz(func(t *testing.T, claims, body string, sign uint8, status uint16, query string, again bool) {
		claims = strings.ReplaceAll(claims, "ISSUER", there.URL)
		token, signed := "", sign%4 == 0
		switch sign % 4 {
		case 0:
			token = oidctest.SignWith(t, there.Key(), []byte(claims))
		case 1:
			token = oidctest.Unsigned([]byte(claims))
		case 2:
			token = symmetric([]byte(claims))
		case 3: // signed, and changed after that
			whole := oidctest.SignWith(t, there.Key(), []byte(`{}`))
			parts, other := strings.Split(whole, "."), strings.Split(oidctest.Unsigned([]byte(claims)), ".")
			token = parts[0] + "." + other[1] + "." + parts[2]
			signed = claims == `{}`
		}
		front.status, front.kind = 200+int(status)%400, "application/json"
		if sign&4 != 0 {
			front.kind = "application/x-www-form-urlencoded"
		}
		front.body = strings.ReplaceAll(body, "TOKEN", token)
		came, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		trip := trip
		trip.Again = again
		who, err := p.Finish(t.Context(), trip, came)
		if err != nil {
			if claims == string(good) && sign == 0 && body == wrapped && status == 0 && query == back && !again {
				t.Fatalf("what a good provider says is refused: %v", err)
			}
			for _, told := range []error{survey.ErrNotSignedIn, survey.ErrNotSignedInAgain, survey.ErrProviderRefused, survey.ErrProviderAway} {
				if errors.Is(err, told) {
					return
				}
			}
			t.Fatalf("%v is told as a failure of ours", err)
		}
		var said struct {
			Issuer   string `json:"iss"`
			Audience any    `json:"aud"`
			Nonce    string
			Subject  string  `json:"sub"`
			Expires  float64 `json:"exp"`
			AuthTime int64   `json:"auth_time"`
		}
		if err := json.Unmarshal([]byte(claims), &said); err != nil {
			t.Fatalf("%s: let in, and cannot be read: %v", claims, err)
		}
		audience := list(said.Audience)
		if !signed || said.Issuer != there.URL || said.Nonce != trip.Nonce || said.Expires < float64(now.Unix()) || who.Subject == "" || who.Subject != said.Subject || who.Issuer != there.URL ||
			!slices.Contains(audience, oidctest.ClientID) || came.Get("state") != trip.State || came.Get("error") != "" {
			t.Errorf("signed with %d: %s let in %+v by %q", sign%4, claims, who, query)
		}
		if again && (said.AuthTime < now.Unix()-60 || said.AuthTime > now.Unix()+60) {
			t.Errorf("%s: was not asked again", claims)
		}
	})
}
