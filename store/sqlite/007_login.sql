-- +goose Up

-- Further ways to show who somebody of the staff is. Nothing here is of parents.

-- The secret behind the codes that an app shows, sealed with a key from the
-- keyring: who has the database alone has no second factor. step is the number
-- of the last code that was taken, so that none is taken twice.
CREATE TABLE second_factor (
	account TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
	secret  BLOB NOT NULL,
	proven  INTEGER NOT NULL CHECK (proven IN (0, 1)), -- a first code was right
	step    INTEGER NOT NULL,
	wrong   INTEGER NOT NULL, -- tries in a row
	free    INTEGER NOT NULL  -- seconds since 1970 until which no try is taken
) STRICT, WITHOUT ROWID;

-- Codes on paper for who has lost their phone; a keyed hash of each that is
-- left.
CREATE TABLE recovery (
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	hash    BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE passkey (
	id      BLOB PRIMARY KEY CHECK (length(id) > 0),
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	name    TEXT NOT NULL CHECK (name <> ''),
	record  TEXT NOT NULL CHECK (json_valid(record))
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_account ON passkey (account);

-- Who an account is at the organisation's own provider.
CREATE TABLE identity (
	issuer  TEXT NOT NULL,
	subject TEXT NOT NULL,
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	PRIMARY KEY (issuer, subject),
	UNIQUE (account, issuer)
) STRICT, WITHOUT ROWID;

-- What a word of the provider gives here. unit is '' for the whole installation.
CREATE TABLE sign_in_rule (
	word TEXT NOT NULL CHECK (word <> ''),
	role TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'coach', 'entry')),
	unit TEXT NOT NULL,
	PRIMARY KEY (word, role, unit)
) STRICT, WITHOUT ROWID;

-- What the rules gave an account when it last signed in; apart from what people
-- gave it, in account_role.
CREATE TABLE ruled_role (
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	role    TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'coach', 'entry')),
	unit    TEXT NOT NULL,
	PRIMARY KEY (account, role, unit)
) STRICT, WITHOUT ROWID;

-- Somebody on their way in: what must be remembered until they are back, once
-- and not for long. hash is of a token that their browser holds.
CREATE TABLE errand (
	hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
	kind    TEXT NOT NULL CHECK (kind IN ('code', 'passkey', 'new-passkey', 'provider')),
	body    BLOB NOT NULL,
	expires INTEGER NOT NULL -- seconds since 1970
) STRICT, WITHOUT ROWID;
