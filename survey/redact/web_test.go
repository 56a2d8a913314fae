package redact_test

import "testing"

func TestEmail(t *testing.T) {
	check(t, [][]string{
		{"mail jan.jansen+1@voorbeeld.co.uk, graag", "mail [email], graag"},
		{"<a_b-c@voorbeeld.nl>", "<[email]>"},
		{"JAN@VOORBEELD.NL.", "[email]."},
		{"jan@gmail", "[email]"},
		{"andré@voorbeeld.nl", "[email]"},
		{"a@b.nl en c@d.nl", "[email] en [email]"},
		{"jan at voorbeeld punt nl", "[email]"},
		{"jan apenstaartje voorbeeld punt com", "[email]"},
		{"jan (at) voorbeeld.nl", "[email]"},
		{"jan @ voorbeeld.nl", "[email]"},
		{"jan.jansen AT voorbeeld dot com", "[email]"},
		{"we waren at home"},
		{"we were at the office. No dot there"},
		{"5 @ 3"},
		{"@ home"},
		{"om 3 uur @5"},
	})
}

func TestURL(t *testing.T) {
	check(t, [][]string{
		{"zie https://voorbeeld.nl/pad?x=1#y.", "zie [url]."},
		{"(http://localhost:8080/x)", "([url])"},
		{"www.voorbeeld.nl, of WWW.VOORBEELD.NL/x", "[url], of [url]"},
		{"voorbeeld.nl is goed", "[url] is goed"},
		{"een.twee.voorbeeld.com/pad", "[url]"},
		{"voorbeeld.nl:8080", "[url]"},
		{"mijn-site.info en voorbeeld.net/x", "[url] en [url]"},
		{"zie voorbeeld.nl.Daarna niet", "zie [url].Daarna niet"},
		{"het was goed.De coach luisterde"},
		{"het was goed.de coach luisterde"},
		{"klaar.Nu verder, weg.net toen, ouders.info"},
		{"o.a. d.w.z. e.d. n.a.v. i.p.v."},
		{"10.30 uur en 7.5"},
		{"hoe dan...nl niet"},
		{"www"},
		{"en/of a/b"},
	})
}
