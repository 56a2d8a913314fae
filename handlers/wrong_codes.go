package handlers

import (
	"errors"
	"net"
	"net/netip"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// wrongCodes limits how often who types a wrong code is helped with it, per
// network that it comes from.
//
// A code has 80 random bits: guessing one is hopeless at any speed, and no limit
// is needed against that. What costs something is the help: to say in which group
// of a code to look again, some hundred codes that differ by a slip are looked up.
// So a code is looked up itself before anything else, and a right one passes at
// once however many wrong ones came before it. Who gets the answer of the limit
// has typed a code that no card has, as who gets any other answer about a wrong
// code: it tells nothing more, and as every known code passes, used or not, it
// cannot tell those two apart either. What was filled in stays in the form.
//
// Behind a proxy everybody comes from the proxy's address, and which address it
// names we do not read: it could be made up, and nobody's is wanted. All parents
// then share one limit, which is why it is a wide one there, and may cost them no
// more than that help.
type wrongCodes struct{ one, many *throttle }

// Most carriers put hundreds of telephones behind one address, and so does the
// hall where a meeting of parents is: 30 slips an hour is more than they make.
var (
	codesOfOne  = patience{free: 30, first: time.Second, longest: 30 * time.Second}
	codesOfMany = patience{free: 300, first: time.Second, longest: 30 * time.Second}
)

func newWrongCodes(now func() time.Time) wrongCodes {
	return wrongCodes{one: newThrottle(codesOfOne, now), many: newThrottle(codesOfMany, now)}
}

func (w wrongCodes) close() {
	w.one.close()
	w.many.close()
}

// of returns the throttle for who is at address, and the name of their network
// in it: a /24, or a /64, which is what one household or telephone has. Who is on
// this machine or on a network of its own is taken for a proxy.
func (w wrongCodes) of(address net.IP) (*throttle, string) {
	ip, _ := netip.AddrFromSlice(address)
	ip = ip.Unmap()
	bits := 64
	if ip.Is4() {
		bits = 24
	}
	network, err := ip.Prefix(bits)
	if err != nil || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() {
		return w.many, network.String()
	}
	return w.one, network.String()
}

// code reads the code of a and looks it up. mistake is what is wrong with it, for
// the parent.
func (h *parents) code(c *fiber.Ctx, a *attempt) (mistake *survey.Error, err error) {
	a.code, err = survey.ParseCode(a.typed)
	if err == nil {
		err = h.Store.Known(c.UserContext(), a.code, a.survey.ID)
	}
	if errors.Is(err, survey.ErrUnknownCode) || errors.Is(err, survey.ErrCodeCheck) {
		throttle, network := h.codes.of(c.Context().RemoteIP())
		if a.wait = throttle.wait(network); a.wait > 0 {
			return survey.ErrTooManyCodes.With("N", seconds(a.wait)), nil
		}
		throttle.wrong(network)
	}
	if errors.Is(err, survey.ErrCodeCheck) {
		group, typoErr := h.Store.Typo(c.UserContext(), a.code)
		if typoErr != nil {
			return nil, typoErr
		}
		if group > 0 {
			err = survey.ErrCodeGroup.With("Group", group)
		}
	}
	if errors.As(err, &mistake) {
		return mistake, nil
	}
	return nil, err
}

// seconds is d in whole seconds, at least 1.
func seconds(d time.Duration) int {
	return max(1, int((d+time.Second-1)/time.Second))
}
