package handlers

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/mail"
	"ouderstem/survey"
)

// invitationLink is the address at which somebody chooses a password.
func (h *staff) invitationLink(token string) string {
	return h.StaffSite + staffPath + "/invitation/" + token
}

// mail sends an account a letter with a link, in its language; kind is the key
// of its words.
func (h *staff) mail(ctx context.Context, a survey.Account, kind, link string) error {
	settings, err := h.Store.Settings(ctx)
	if err != nil {
		return err
	}
	lang := a.Lang
	if lang == "" {
		lang = settings.Lang
	}
	args := map[string]any{"Name": a.Name, "Email": a.Email, "Organisation": settings.Organisation, "Link": link}
	subject, err := h.Views.Texts().Say(lang, kind+".subject", args)
	if err != nil {
		return err
	}
	body, err := h.Views.Texts().Say(lang, kind, args)
	if err != nil {
		return err
	}
	return h.Mail.Send(ctx, mail.Letter{To: a.Email, Subject: subject, Body: body})
}

// handOver mails an invitation or, where that cannot be, shows its link for the
// administrator to hand over.
func (h *staff) handOver(c *fiber.Ctx, a survey.Account, token string) error {
	link := h.invitationLink(token)
	if h.Mail == nil || strings.HasSuffix(a.Email, ".invalid") { // an address that stands in for none
		return h.listAccounts(c, a, link, nil)
	}
	if err := h.mail(c.UserContext(), a, "mail.invitation", link); err != nil {
		h.Log.Error("letter not sent", "error", err)
		return h.listAccounts(c, a, link, survey.ErrMailNotSent)
	}
	return done(c, staffPath+"/accounts", "mailed")
}

// later does what nobody has to wait for, a few things at a time. What is more
// than that is dropped: strangers begin it.
type later struct {
	turns chan struct{}
	going sync.WaitGroup
	stop  context.CancelFunc
	ctx   context.Context // of all that is done later
	drop  func()
}

func newLater(dropped func()) *later {
	const atOnce = 8
	l := &later{turns: make(chan struct{}, atOnce), drop: dropped}
	l.ctx, l.stop = context.WithCancel(context.Background())
	return l
}

func (l *later) do(f func(context.Context)) {
	select {
	case l.turns <- struct{}{}:
	default:
		l.drop()
		return
	}
	l.going.Go(func() {
		defer func() { <-l.turns }()
		f(l.ctx)
	})
}

// end waits until all is done, but not for long.
func (l *later) end() {
	const patience = 5 * time.Second
	timer := time.AfterFunc(patience, l.stop)
	l.going.Wait()
	timer.Stop()
	l.stop()
}
