package survey_test

import (
	"errors"
	"fmt"
	"strings"

	"ouderstem/survey"
)

// A card is printed with its code; the parent types it, in whatever way. In the
// program random is crypto/rand.Reader.
func ExampleParseCode() {
	random := strings.NewReader("ten bytes!")
	card, err := survey.NewCode(random)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("printed:", card)

	typed, err := survey.ParseCode(strings.ToLower("  " + strings.ReplaceAll(card.String(), "-", " ")))
	fmt.Println("typed:  ", typed, err)

	wrong := "Z" + card.String()[1:]
	typed, err = survey.ParseCode(wrong)
	fmt.Println("wrong:  ", typed, errors.Is(err, survey.ErrCodeCheck))
	fmt.Println("look again at group", typed.Near()[card])
	// Output:
	// printed: EHJP-W832-F5T6-AWS1-J
	// typed:   EHJP-W832-F5T6-AWS1-J <nil>
	// wrong:   ZHJP-W832-F5T6-AWS1-J true
	// look again at group 1
}
