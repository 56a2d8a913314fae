-- +goose Up

-- A published report. It is frozen: a correction is another edition, and what
-- parents and councils have read can be read again.
CREATE TABLE edition (
	unit    TEXT NOT NULL REFERENCES unit (id),
	year    INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	survey  TEXT NOT NULL,
	number  INTEGER NOT NULL CHECK (number > 0),
	reason  TEXT NOT NULL CHECK ((reason = '') = (number = 1)), -- of a correction
	on_day  TEXT NOT NULL,
	account TEXT NOT NULL, -- who published it, or '' for a command
	hash    BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256 of value
	value   TEXT NOT NULL CHECK (json_valid(value)),
	PRIMARY KEY (unit, year, survey, number)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER edition_stays BEFORE UPDATE ON edition BEGIN
	SELECT RAISE(ABORT, 'an edition does not change');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_is_kept BEFORE DELETE ON edition BEGIN
	SELECT RAISE(ABORT, 'an edition is kept');
END;
-- +goose StatementEnd

-- An edition that is not public any more; for readers it is withdrawn, for the
-- ledger it was seen.
CREATE TABLE withdrawal (
	unit    TEXT NOT NULL,
	year    INTEGER NOT NULL,
	survey  TEXT NOT NULL,
	number  INTEGER NOT NULL,
	reason  TEXT NOT NULL CHECK (reason <> ''),
	on_day  TEXT NOT NULL,
	account TEXT NOT NULL,
	PRIMARY KEY (unit, year, survey, number),
	FOREIGN KEY (unit, year, survey, number) REFERENCES edition (unit, year, survey, number)
) STRICT, WITHOUT ROWID;

-- The sets of answers that the figures of an edition are of, by the year of those
-- answers: how many were counted in each unit, and which comments. Against these
-- it is checked that no two editions leave the answers of a few. They are
-- encrypted with a key from the keyring: with the day of an edition they would
-- tell which comments could be read by then. Those of comments go with the
-- comments.
CREATE TABLE edition_set (
	unit    TEXT NOT NULL,
	year    INTEGER NOT NULL,
	survey  TEXT NOT NULL,
	number  INTEGER NOT NULL,
	of_year INTEGER NOT NULL,
	of_what TEXT NOT NULL CHECK (of_what IN ('counts', 'comments')),
	body    BLOB NOT NULL,
	PRIMARY KEY (unit, year, survey, number, of_year, of_what),
	FOREIGN KEY (unit, year, survey, number) REFERENCES edition (unit, year, survey, number)
) STRICT, WITHOUT ROWID;

-- What a report that is being made will have.
CREATE TABLE report_draft (
	unit     TEXT NOT NULL REFERENCES unit (id),
	year     INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	survey   TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision > 0),
	choice   TEXT NOT NULL CHECK (json_valid(choice)),
	PRIMARY KEY (unit, year, survey)
) STRICT, WITHOUT ROWID;

-- The words by which comments were found to be about a theme when somebody
-- confirmed it, as a hash: with other words it is another theme. Themes that were
-- confirmed before have none, and are to be confirmed again.
ALTER TABLE confirmed ADD COLUMN words TEXT NOT NULL DEFAULT '';
