-- +goose Up

-- A survey under design. It belongs to a unit; who leads that unit or one above
-- it may change it. revision counts changes, so that nobody overwrites what
-- they have not seen; step is the definition that holds now.
CREATE TABLE draft (
	id       TEXT PRIMARY KEY,
	unit     TEXT NOT NULL REFERENCES unit (id),
	revision INTEGER NOT NULL CHECK (revision > 0),
	step     INTEGER NOT NULL CHECK (step > 0),
	expected INTEGER NOT NULL CHECK (expected >= 0), -- answers a year and team; 0 where nobody said
	editor   TEXT NOT NULL -- the account that changed it last
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_unit ON draft (unit);

-- What the definition was, to go back to and forward again. A step has the
-- number of the revision it was made in and never changes.
CREATE TABLE draft_step (
	draft      TEXT NOT NULL REFERENCES draft (id),
	step       INTEGER NOT NULL CHECK (step > 0),
	field      TEXT NOT NULL, -- the one field that was typed into, or ''
	definition TEXT NOT NULL CHECK (json_valid(definition)),
	PRIMARY KEY (draft, step)
) STRICT, WITHOUT ROWID;

-- Whose survey it is: usable in that unit and below, and theirs to change. A
-- survey without an owner is of the whole installation.
CREATE TABLE survey_owner (
	survey TEXT PRIMARY KEY,
	unit   TEXT NOT NULL REFERENCES unit (id)
) STRICT, WITHOUT ROWID;
