package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsDeeds(t *testing.T) {
	old := settings(func(*Settings) {})
	if deeds := old.Deeds("anna", old); len(deeds) != 0 {
		t.Errorf("nothing was changed: %v", deeds)
	}
	next := settings(func(s *Settings) {
		s.K, s.KReason, s.Every, s.Retention = 5, "kleine teams", 3, 24
		s.Languages, s.Help = []string{"nl"}, help("112")
		s.Brand = Brand{map[string]string{"utrecht-link-color": "#123456"}, &Logo{"image/png", []byte("x")}}
	})
	want := []Deed{
		{"anna", "deed.settings.languages", "– → nl"},
		{"anna", "deed.settings.help", "– → nl: Nu gevaar? Bel 112"},
		{"anna", "deed.settings.k", "10 → 5"},
		{"anna", "deed.settings.reason", "– → kleine teams"},
		{"anna", "deed.settings.every", "1 → 3"},
		{"anna", "deed.settings.retention", "0 → 24"},
		{"anna", "deed.settings.tokens", "– → link-color #123456"},
		{"anna", "deed.settings.logo", "– → image/png 2d711642"},
	}
	if d := cmp.Diff(want, old.Deeds("anna", next)); d != "" {
		t.Error(d)
	}
	back := next.Deeds("anna", old)
	if len(back) != len(want) || back[2].Object != "5 → 10" || back[6].Object != "link-color #123456 → –" {
		t.Errorf("%v", back)
	}
}
