package survey

// The mistakes people make, and what can go wrong, when they say who they are.
var (
	ErrProviderAway     = &Error{Key: "error.provider-away"}
	ErrProviderRefused  = &Error{Key: "error.provider-refused"}
	ErrNotSignedIn      = &Error{Key: "error.not-signed-in"}
	ErrNotSignedInAgain = &Error{Key: "error.not-signed-in-again"}
	ErrOtherPerson      = &Error{Key: "error.other-person"}
	ErrNoAccess         = &Error{Key: "error.no-access"}
	ErrTooLate          = &Error{Key: "error.too-late"}
	ErrWrongAppCode     = &Error{Key: "error.wrong-app-code"} // there are no recovery codes yet
	ErrWrongCode        = &Error{Key: "error.wrong-code"}
	ErrLostFactor       = &Error{Key: "error.lost-factor"}
	ErrTooManyTries     = &Error{Key: "error.too-many-tries"}
	ErrNoPasskey        = &Error{Key: "error.no-passkey"}
	ErrManyPasskeys     = &Error{Key: "error.many-passkeys"}
	ErrMailNotSent      = &Error{Key: "error.mail-not-sent"}
	ErrNotChosen        = &Error{Key: "error.not-chosen"}
	ErrOnlyEverywhere   = &Error{Key: "error.only-everywhere"}
	ErrRuleExists       = &Error{Key: "error.rule-exists"}
)

// Passkey is a key on somebody's own device that signs them in.
type Passkey struct {
	ID      []byte // drawn by the device
	Account string
	Name    string // given by its owner: "telefoon"
	// Record is what its answers are checked by.
	Record []byte
}

// Identity is who the organisation's own provider says somebody is.
type Identity struct {
	// Issuer and Subject are the only thing about somebody that never changes.
	Issuer, Subject string
	// Email is what the provider has verified; "" where it has not.
	Email string
	Name  string
	// Words are what roles are made of: groups or roles of the provider.
	Words []string
}

// SignInRule gives a role to whom the provider gives a word.
type SignInRule struct {
	Word string `json:"word" validate:"required,max=200"`
	Grant
}
