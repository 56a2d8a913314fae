-- +goose Up

-- Who of the staff can sign in, and what they did. Times here are of staff and
-- say nothing of a parent: nothing in these tables refers to a box, a card or an
-- answer, and handing out cards and keying in paper leave no trace in them.

CREATE TABLE account (
	id       TEXT PRIMARY KEY,
	email    TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> ''),
	name     TEXT NOT NULL CHECK (name <> ''),
	lang     TEXT NOT NULL,
	password TEXT NOT NULL, -- an argon2id hash, or '' for none
	blocked  INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
) STRICT, WITHOUT ROWID;

-- unit is '' for the whole installation.
CREATE TABLE account_role (
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	role    TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'coach', 'entry')),
	unit    TEXT NOT NULL,
	PRIMARY KEY (account, role, unit)
) STRICT, WITHOUT ROWID;

-- Times are seconds since 1970. hash is of the token that the browser holds.
CREATE TABLE session (
	hash      BLOB PRIMARY KEY CHECK (length(hash) = 32),
	account   TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	began     INTEGER NOT NULL,
	used      INTEGER NOT NULL,
	confirmed INTEGER NOT NULL -- when it was last shown who is there
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (account);

-- A link that lets somebody choose a password, once.
CREATE TABLE invitation (
	hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
	account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invitation_account ON invitation (account);

-- What the administrator decided; a JSON document under each name. revision
-- counts changes, so that two people cannot overwrite each other unseen.
CREATE TABLE setting (
	name     TEXT PRIMARY KEY,
	value    TEXT NOT NULL CHECK (json_valid(value)),
	revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;

-- The audit log: each line holds the hash of the one before it, so that none can
-- be changed or taken out unseen.
CREATE TABLE deed (
	n       INTEGER PRIMARY KEY CHECK (n > 0),
	on_day  TEXT NOT NULL CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	account TEXT NOT NULL, -- '' for the program and its operator
	name    TEXT NOT NULL, -- of the account on that day
	action  TEXT NOT NULL CHECK (action <> ''),
	object  TEXT NOT NULL,
	hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER deed_stays BEFORE UPDATE ON deed BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deed_is_kept BEFORE DELETE ON deed BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END;
-- +goose StatementEnd
