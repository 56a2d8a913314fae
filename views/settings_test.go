package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/brand"
)

func TestSettingsPages(t *testing.T) {
	v := newViews(t)
	s := survey.DefaultSettings()
	s.Brand = survey.Brand{Logo: &survey.Logo{Type: "image/png", Data: []byte("x")}, Tokens: map[string]string{"utrecht-link-color": "#123456"}}
	frame := SettingsFrame{Part: PartBrand, Seen: "abc", Meanwhile: []Kept{{"settings.k", "<7>"}, {"settings.theme", ""}}}
	reading, _ := brand.Read(`{"utrecht": {"link": {"color": {"value": "#aaa"}}, "document": {"color": {"value": "<red>"}}, "x": {"value": "y"}}}`)
	for _, lang := range v.Texts().Languages() {
		help := &SettingsHelp{SettingsFrame: frame}
		if err := help.Add(v, lang, []survey.HelpLine{{For: "<b>", Number: "112"}}); err != nil {
			t.Fatal(err)
		}
		preview, err := v.Preview(lang, Form{Survey: templates(t)["kort"], K: 10, ExitURL: exitURL, Own: Own{Still: true}})
		if err != nil || strings.Contains(preview, "<script") {
			t.Fatalf("the preview runs something, %v", err)
		}
		pages := []Page{
			&SettingsHouse{Fields: v.HouseFields(s), Languages: v.LanguageTicks(s)}, help,
			&SettingsAnonymity{Fields: AnonymityFields(s), NextLook: "2026-12-01", UsualK: 10},
			&SettingsAnonymity{
				SettingsFrame: frame, Fields: AnonymityFields(s), NextLook: "2026-12-01",
				LastSweep: "2026-01-01", LastThrough: 2023, NextSweep: "2027-01-01", NextThrough: 2024, Oldest: 2024,
			},
			&SettingsBrand{Fields: BrandFields(survey.Brand{}), Preview: preview},
			&SettingsBrand{
				SettingsFrame: frame, Fields: BrandFields(s.Brand), Reading: reading, Checked: true,
				Poor: PoorContrast(lang, reading.Tokens.Contrast()), Tried: v.Look(s.Brand), Preview: preview,
			},
		}
		for _, page := range pages {
			got := render(t, v, lang, page)
			if m := regexp.MustCompile(`<[^>]* (style|on\w+)=|<style|<script>|<no value>|%!|<b>|<7>|<red>|ZgotmplZ`).FindString(got); m != "" {
				t.Errorf("%s in %s has %q", page.page(), lang, m)
			}
			if strings.Count(got, "<h1") != 1 || strings.Count(got, `aria-current="page"`) > 1 {
				t.Errorf("%s in %s has not one heading and one place", page.page(), lang)
			}
		}
		if got := render(t, v, lang, pages[5]); !strings.Contains(got, "2"+map[string]string{"nl": ",", "en": "."}[lang]+"32") {
			t.Errorf("in %s the contrast is not told", lang)
		}
	}
}

// The contrast check knows our own colours: those of the style sheets in light.
func TestBrandDefaults(t *testing.T) {
	for _, file := range []string{"parent.css", "staff.css"} {
		css, err := static.ReadFile("static/" + file)
		if err != nil {
			t.Fatal(err)
		}
		light, _, _ := strings.Cut(string(css), "@media")
		set := map[string]string{}
		for _, m := range regexp.MustCompile(`--([\w-]+): (?:var\(--([\w-]+), )?(#[0-9a-f]+)`).FindAllStringSubmatch(light, -1) {
			name := m[1]
			if m[2] != "" {
				name = m[2]
			}
			set[name] = m[3]
		}
		for name, value := range brand.Defaults {
			got := set[name]
			if len(got) == 4 {
				got = "#" + strings.Repeat(got[1:2], 2) + strings.Repeat(got[2:3], 2) + strings.Repeat(got[3:4], 2)
			}
			if got != value && name != "utrecht-textbox-border-color" { // as --line, in staff.css alone
				t.Errorf("%s: %s is %s, the check takes %s", file, name, got, value)
			}
		}
		for _, m := range regexp.MustCompile(`var\(--(utrecht-[\w-]+)`).FindAllStringSubmatch(string(css), -1) {
			if !strings.Contains(" "+strings.Join(brand.Names(), " ")+" ", " "+m[1]+" ") {
				t.Errorf("%s uses %s, which is never taken", file, m[1])
			}
		}
	}
}

// A look puts its tokens into the style sheets and nothing else; the same look
// has the same addresses; many that were tried are forgotten.
func TestLook(t *testing.T) {
	v := newViews(t)
	if got := v.Look(survey.Brand{}); got != (Look{}) {
		t.Errorf("no brand is %+v", got)
	}
	b := survey.Brand{Tokens: map[string]string{"utrecht-link-color": "#123456", "x": "}body{"}}
	look := v.Look(b)
	if look != v.Look(b) || look.Logo != "" {
		t.Errorf("%+v and then %+v", look, v.Look(b))
	}
	plain, _ := static.ReadFile("static/parent.css")
	asset, ok := v.Asset(strings.TrimPrefix(look.Parent, AssetPath))
	if !ok || string(asset.Raw) != string(plain)+":root{--utrecht-link-color:#123456;}\n" {
		t.Error("the style sheet is not ours with the token behind it")
	}
	b.Logo = &survey.Logo{Type: "image/svg+xml", Data: []byte("<svg/>")}
	if got := v.Look(b); !strings.HasSuffix(got.Logo, ".svg") || got.Parent == look.Parent {
		t.Errorf("with a logo %+v", got)
	}
	for i := range 40 {
		v.Look(survey.Brand{Tokens: map[string]string{"utrecht-link-color": Number("en", float64(100000+i), 0)}, Logo: &survey.Logo{Type: "image/png", Data: []byte{byte(i)}}})
	}
	if len(v.assets.own) > 60 {
		t.Errorf("%d assets are kept", len(v.assets.own))
	}
	if again := v.Look(b); again.Parent != "" {
		if _, ok := v.Asset(strings.TrimPrefix(again.Parent, AssetPath)); !ok {
			t.Error("a look that was forgotten is not made again")
		}
	}
}

// The organisation's own help lines take the place of ours in their language.
func TestOwnHelpLines(t *testing.T) {
	v := newViews(t)
	s := templates(t)["kort"]
	own := Own{HelpLines: map[string][]survey.HelpLine{"nl": {{For: "Wijkteam", Number: "+31 10 123", When: "overdag"}}}}
	for _, page := range []Page{Form{Survey: s, K: 10, ExitURL: exitURL, Own: own}, Thanks{ExitURL: exitURL, Own: own}} {
		nl, en := render(t, v, "nl", page), render(t, v, "en", page)
		if !strings.Contains(nl, `<li>Wijkteam <a href="tel:&#43;3110123"><bdi>&#43;31 10 123</bdi></a> overdag</li>`) || strings.Contains(nl, "0800-2000") {
			t.Errorf("%s in Dutch has not its own line", page.page())
		}
		if !strings.Contains(en, "0800-2000") {
			t.Errorf("%s in English has not ours", page.page())
		}
	}
}
