package handlers

import (
	"encoding/base64"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/survey/brand"
	"ouderstem/views"
)

// brand is the part about how pages look.
func (h *staff) brand() settingsPart {
	return settingsPart{
		part: views.PartBrand,
		of:   func(s survey.Settings) any { return s.Brand },
		page: func(c *fiber.Ctx, s survey.Settings) (settingsPage, error) {
			page := &views.SettingsBrand{Fields: views.BrandFields(s.Brand)}
			return page, h.dress(c, page, s)
		},
		read: h.readBrand,
	}
}

// readBrand reads a theme and a logo and puts what is wrong at their fields.
func (h *staff) readBrand(c *fiber.Ctx, fields map[string][]string, s survey.Settings) (survey.Settings, settingsPage, error) {
	theme, logo := last(fields, views.FieldTheme), strings.TrimSpace(last(fields, views.FieldLogo))
	page := &views.SettingsBrand{Fields: views.BrandFields(s.Brand).Typed(func(name string) string { return last(fields, name) })}
	s.Brand.Tokens = nil
	if strings.TrimSpace(theme) != "" {
		reading, ok := brand.Read(theme)
		if !ok {
			page.Fields.Fault(views.FieldTheme, survey.ErrNoTheme)
		} else if len(reading.Tokens) == 0 {
			page.Fields.Fault(views.FieldTheme, survey.ErrNoTokens)
		}
		page.Reading, page.Checked = reading, ok
		page.Poor = views.PoorContrast(h.spoken(c), reading.Tokens.Contrast())
		if len(reading.Tokens) > 0 {
			s.Brand.Tokens = reading.Tokens
		}
	}
	if last(fields, views.FieldNoLogo) == views.Ticked {
		s.Brand.Logo = nil
	}
	if logo != "" {
		read, err := readLogo(logo)
		if err != nil {
			page.Fields.Fault(views.FieldLogo, err)
		} else {
			s.Brand.Logo = read
		}
	}
	return s, page, h.dress(c, page, s)
}

// readLogo reads a logo as it comes in a field: an SVG as it is, a PNG in
// base 64 as the page's script writes it.
func readLogo(typed string) (*survey.Logo, error) {
	data := []byte(typed)
	if !strings.HasPrefix(typed, "<") {
		_, encoded, found := strings.Cut(typed, ";base64,")
		if !found {
			encoded = typed
		}
		var err error
		if data, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			return nil, survey.ErrNoLogo
		}
	}
	logo, err := brand.ReadLogo(data)
	var fault *brand.LogoFault
	if !errors.As(err, &fault) {
		return logo, err
	}
	switch fault.Why {
	case brand.LogoTooLarge:
		return nil, survey.ErrLargeLogo.With("Most", brand.MostLogo>>10)
	case brand.LogoActive:
		return nil, survey.ErrActiveLogo.With("What", fault.What)
	}
	return nil, survey.ErrNoLogo
}

// dress shows on a page how parents would see their form.
func (h *staff) dress(c *fiber.Ctx, page *views.SettingsBrand, s survey.Settings) error {
	lang := h.spoken(c)
	sample, err := h.sample(c)
	if err != nil {
		return err
	}
	page.Known = strings.Join(brand.Names(), " ")
	page.MostLogo = brand.MostLogo >> 10
	page.Tried = h.Views.Look(s.Brand)
	own := views.OwnOf(s, page.Tried)
	own.Still = true
	page.Preview, err = h.Views.Preview(lang, views.Form{Survey: sample, K: s.K, ExitURL: h.ExitURL, Own: own})
	return err
}

// sample is the survey that a look is tried on: one that parents are asked, or
// the shortest of ours.
func (h *staff) sample(c *fiber.Ctx) (*survey.Survey, error) {
	published, err := h.Store.Surveys(c.UserContext())
	if err != nil {
		return nil, err
	}
	for _, s := range published {
		if s.Audience == survey.Parents {
			return s, nil
		}
	}
	templates, err := survey.Templates()
	return templates["kort"], err
}
