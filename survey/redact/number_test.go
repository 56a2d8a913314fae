package redact_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"ouderstem/survey/redact"

	"pgregory.net/rapid"
)

func TestPhone(t *testing.T) {
	for _, n := range []string{
		"0612345678", "06-12345678", "06 12345678", "06 12 34 56 78", "06-12-34-56-78", "06.12.34.56.78", "06/12345678",
		"06 123 456 78", "06 1234 5678", "061234 5678", "06 - 12 34 56 78", "(06)12345678", "(06) 12345678",
		"020-1234567", "020 123 45 67", "(020) 123 4567", "0201234567", "0314-123456", "0314 12 34 56", "088 - 123 45 67",
		"+31612345678", "+31 6 12345678", "+31 (0)6 12345678", "+31(0)612345678", "+31-6-1234-5678", "+31 20 123 4567",
		"0031612345678", "0031 6 12345678", "00 31 6 12 34 56 78", "0031 (0)20 1234567", "31612345678", "(+31) 612345678",
		"+32 470 12 34 56", "+49 170 1234567", "+90 532 123 45 67", "+48 601 234 567", "0048 601 234 567", "+1 (202) 555-0143",
		"0900-1234", "0800 1234567", "088-12 345 678", "088-12 3456",
	} {
		if got := mask("bel " + n + " aub"); got != "bel [phone] aub" {
			t.Errorf("%s: %q", n, got)
		}
	}
	check(t, [][]string{
		{"tel:0612345678,tel.0201234567", "tel:[phone],tel.[phone]"},
		{"(06-12345678)", "([phone])"},
		{"nr 2 06-12345678 3 keer", "nr 2 [phone] 3 keer"},
	})
}

func TestNoPhone(t *testing.T) {
	check(t, [][]string{
		{"Bel 112 of 113, of 0800-2000, 0800 2000, 08002000."},
		{"088-555 1000, 088 5551000, 0885551000, +31 88 555 1000 of 0800-0113, 0800-0432"},
		{"in 2015, 2016 en 2017"},
		{"€ 1.500,00 of 1500 euro of 12.500 of 0,50"},
		{"om 10:30 uur, 10.30 uur, 08.00-12.00 uur"},
		{"2 keer per week, 13 weken, 100%"},
		{"cijfers 7 8 9 10 en 6 7 8"},
		{"0 1 2 3 4 5 6 7 8 9"},
		{"+5 jaar, +10, 3+4"},
		{"dossier 06123"},
	})
}

func TestBSN(t *testing.T) {
	check(t, [][]string{
		{"123456782", "[bsn]"},
		{"1234.56.782 en 123 456 782 en 123-456-782", "[bsn] en [bsn] en [bsn]"},
		{"BSN:111222333.", "BSN:[bsn]."},
		{"bsn 111222334", "bsn [bsn]"}, // mistyped, but called so
		{"mijn burgerservicenummer is: 123456783", "mijn burgerservicenummer is: [bsn]"},
		{"012345672", "[bsn]"},
		{"12345672", "[bsn]"}, // the leading 0 left out
		{"€ 123.456.782"},
		{"123.456.782,50"},
		{"a123456782b"},
		{"10 20 30 41"},
		{"100 000"},
	})
}

func TestEveryBSN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Not from 0, which may be a telephone number, and no date.
		proof := func(d []int) int {
			sum := 0
			for i, v := range d {
				sum += (9 - i) * v
			}
			return sum % 11
		}
		first, rest := rapid.IntRange(4, 9), rapid.SliceOfN(rapid.IntRange(0, 9), 7, 7)
		d := rapid.Custom(func(t *rapid.T) []int {
			return append([]int{first.Draw(t, "first")}, rest.Draw(t, "rest")...)
		}).Filter(func(d []int) bool { return proof(d) != 10 }).Draw(t, "digits") // of 10 there is no number
		last := proof(d)
		var s strings.Builder
		for _, v := range d {
			fmt.Fprint(&s, v)
		}
		if got := mask(fmt.Sprintf("nr %s%d.", s.String(), last)); got != "nr [bsn]." {
			t.Fatalf("%s%d: %q", s.String(), last, got)
		}
		wrong := fmt.Sprintf("nr %s%d.", s.String(), (last+1)%10)
		if got := mask(wrong); got != "nr [number]." && last != 9 {
			t.Fatalf("wrong proof: %q", got)
		}
	})
}

func TestNumber(t *testing.T) {
	check(t, [][]string{
		{"cliëntnummer 1234567", "cliëntnummer [number]"},
		{"123456783 en 000000000 en 1234567820", "[number] en [number] en [number]"},
		{"(5348573857385)", "([number])"},
		{"dossier: 1234567890.", "dossier: [number]."},
		{"123456"},
		{"1234567 euro, € 1234567, 1234567,50"},
		{"1000000 mensen"},
		{"ab1234567, 1234567ab"},
	})
}

// iban makes a valid account number from a country and the rest.
func iban(country, rest string) string {
	var digits strings.Builder
	for _, r := range rest + country + "00" {
		if r >= 'A' {
			fmt.Fprint(&digits, r-'A'+10)
		} else {
			digits.WriteRune(r)
		}
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	check := 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("%s%02d%s", country, check, rest)
}

// grouped parts s in fours.
func grouped(s, sep string) string {
	var parts []string
	for ; len(s) > 4; s = s[4:] {
		parts = append(parts, s[:4])
	}
	return strings.Join(append(parts, s), sep)
}

func TestIBAN(t *testing.T) {
	for _, n := range []string{
		iban("NL", "ABNA0417164300"), iban("BE", "539007547034"), iban("DE", "370400440532013000"),
		iban("GB", "WEST12345698765432"), iban("NO", "86011117947"), iban("MT", "MALT011000012345MTLCAST001S"),
	} {
		for _, form := range []string{n, grouped(n, " "), grouped(n, "-"), strings.ToLower(n)} {
			if got := mask("op " + form + " graag"); got != "op [iban] graag" {
				t.Errorf("%s: %q", form, got)
			}
		}
		wrong := n[:2] + fmt.Sprintf("%02d", (int(n[2]-'0')*10+int(n[3]-'0')+1)%100) + n[4:]
		if got := mask(wrong); strings.Contains(got, string(redact.IBAN)) {
			t.Errorf("%s: %q", wrong, got)
		}
	}
	check(t, [][]string{
		{"nl12 mensen kwamen"},
		{"NL91ABNA04171643001"},
		{"ZZ91ABNA0417164300"},
	})
}

func TestCase(t *testing.T) {
	check(t, [][]string{
		{"dossiernummer 2024-00123 en zaaknummer: Z24-12345.", "dossiernummer [number] en zaaknummer: [number]."},
		{"ons kenmerk is JB/2024/0012", "ons kenmerk is [number]"},
		{"het dossier van 2024 lag er niet"},
		{"een zaak van 13 weken, 2024-2025"},
	})
}
