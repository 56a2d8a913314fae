package survey

// Contents says what is in a copy of a database. Counts are of rows, whatever
// their k: it is for who runs the program and holds the copy itself.
type Contents struct {
	// Version is that of the schema.
	Version int64
	// Encrypted says whether the file was.
	Encrypted bool
	// Units, Cards (with a code of their own), Accounts and Editions.
	Units, Cards, Accounts, Editions int
	// Opened counts answers whose box was opened, Sealed those in boxes, and
	// Unreadable those of Sealed for which there is no key.
	Opened, Sealed, Unreadable int
	// Keyring says whether there are any keys.
	Keyring bool
}
