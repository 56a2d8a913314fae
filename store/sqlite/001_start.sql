-- +goose Up

-- Every table is WITHOUT ROWID: a rowid counts up, and what counts up tells who
-- came first. No column holds a time finer than a year. Nothing refers from
-- spent to what was answered.

CREATE TABLE survey (
	id         TEXT NOT NULL,
	version    INTEGER NOT NULL CHECK (version > 0),
	address    TEXT NOT NULL,
	definition TEXT NOT NULL CHECK (json_valid(definition)),
	PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_address ON survey (address);

CREATE TABLE unit (
	id     TEXT PRIMARY KEY CHECK (id <> ''),
	parent TEXT REFERENCES unit (id) CHECK (parent <> id),
	name   TEXT NOT NULL CHECK (name <> '')
) STRICT, WITHOUT ROWID;

CREATE INDEX unit_parent ON unit (parent);

-- A stack of cards, or one poster. hand is an opaque mark, never a person.
CREATE TABLE batch (
	id     TEXT PRIMARY KEY,
	survey TEXT NOT NULL,
	unit   TEXT NOT NULL REFERENCES unit (id),
	way    TEXT NOT NULL CHECK (way IN ('card', 'poster')),
	size   INTEGER NOT NULL CHECK (size > 0),
	hand   TEXT NOT NULL,
	-- A retired stack is out no more: what is left of it opens nothing.
	retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_survey ON batch (survey, unit);

CREATE TABLE handed_out (
	batch TEXT NOT NULL REFERENCES batch (id),
	year  INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	n     INTEGER NOT NULL CHECK (n >= 0),
	PRIMARY KEY (batch, year)
) STRICT, WITHOUT ROWID;

-- A keyed hash of each code that was printed.
CREATE TABLE card (
	hash  BLOB PRIMARY KEY CHECK (length(hash) = 16),
	batch TEXT NOT NULL REFERENCES batch (id)
) STRICT, WITHOUT ROWID;

-- Codes that were used: no more than that.
CREATE TABLE spent (
	hash BLOB PRIMARY KEY CHECK (length(hash) = 16)
) STRICT, WITHOUT ROWID;

-- A closed box takes no more answers: it is being opened. A lost one has no key
-- any more, as after putting back a copy from before its opening.
CREATE TABLE box (
	id         TEXT PRIMARY KEY,
	survey     TEXT NOT NULL,
	version    INTEGER NOT NULL,
	unit       TEXT NOT NULL REFERENCES unit (id),
	way        TEXT NOT NULL CHECK (way IN ('card', 'poster')),
	public_key BLOB NOT NULL,
	state      TEXT NOT NULL DEFAULT 'taking' CHECK (state IN ('taking', 'closed', 'lost')),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX box_taking ON box (survey, version, unit, way) WHERE state = 'taking';

CREATE TABLE sealed (
	box  TEXT NOT NULL REFERENCES box (id),
	id   BLOB NOT NULL CHECK (length(id) = 16),
	hand TEXT NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;

-- Keys of opened boxes that are still to be destroyed.
CREATE TABLE burn (
	box TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One row for each opening: what figures are made of.
CREATE TABLE opening (
	id      BLOB PRIMARY KEY CHECK (length(id) = 16),
	survey  TEXT NOT NULL,
	version INTEGER NOT NULL,
	unit    TEXT NOT NULL REFERENCES unit (id),
	year    INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	way     TEXT NOT NULL CHECK (way IN ('card', 'poster')),
	n       INTEGER NOT NULL CHECK (n >= 5),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX opening_cut ON opening (survey, unit, year);

CREATE TABLE response (
	survey  TEXT NOT NULL,
	version INTEGER NOT NULL,
	unit    TEXT NOT NULL REFERENCES unit (id),
	year    INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	id      BLOB NOT NULL CHECK (length(id) = 16),
	ratings TEXT NOT NULL CHECK (json_valid(ratings)),
	PRIMARY KEY (survey, version, unit, year, id),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment (
	survey   TEXT NOT NULL,
	version  INTEGER NOT NULL,
	unit     TEXT NOT NULL REFERENCES unit (id),
	year     INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	question TEXT NOT NULL,
	id       BLOB NOT NULL CHECK (length(id) = 16),
	lang     TEXT NOT NULL,
	mark     TEXT NOT NULL,
	text     TEXT NOT NULL CHECK (text <> ''),
	held     INTEGER NOT NULL CHECK (held IN (0, 1)), -- as in tally
	PRIMARY KEY (survey, version, unit, year, question, id),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

-- Answers to a question are held until there are enough of them: what is held
-- is in no figure. Then they are counted together, so that two figures never
-- differ by a few.
CREATE TABLE tally (
	survey   TEXT NOT NULL,
	version  INTEGER NOT NULL,
	unit     TEXT NOT NULL REFERENCES unit (id),
	year     INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	question TEXT NOT NULL,
	value    TEXT NOT NULL, -- '' counts all who answered the question
	held     INTEGER NOT NULL CHECK (held IN (0, 1)),
	n        INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (survey, version, unit, year, question, value, held),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

-- How many answers were still sealed when boxes were last looked at in a year.
-- It is not counted in between: a live counter would tell when somebody
-- answered.
CREATE TABLE waiting (
	survey TEXT NOT NULL,
	unit   TEXT NOT NULL REFERENCES unit (id),
	year   INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	n      INTEGER NOT NULL CHECK (n > 0),
	PRIMARY KEY (survey, unit, year)
) STRICT, WITHOUT ROWID;

-- The round of looking at the boxes that was last finished: months since the
-- year 0. Rounds are on fixed days and say nothing of an answer.
CREATE TABLE schedule (
	only  INTEGER PRIMARY KEY CHECK (only = 1),
	round INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE key_figure (
	id          TEXT PRIMARY KEY,
	unit        TEXT NOT NULL REFERENCES unit (id),
	year        INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	label       TEXT NOT NULL CHECK (label <> ''),
	numerator   INTEGER NOT NULL CHECK (numerator BETWEEN 0 AND denominator),
	denominator INTEGER NOT NULL CHECK (denominator >= 0),
	value       TEXT NOT NULL CHECK ((value = '') = (denominator > 0)),
	source      TEXT NOT NULL CHECK (source <> '')
) STRICT, WITHOUT ROWID;

CREATE INDEX key_figure_report ON key_figure (unit, year);

CREATE TABLE measure (
	id     TEXT PRIMARY KEY,
	unit   TEXT NOT NULL REFERENCES unit (id),
	year   INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	reason TEXT NOT NULL,
	action TEXT NOT NULL CHECK (action <> ''),
	owner  TEXT NOT NULL,
	due    TEXT NOT NULL, -- a day the organisation promises, 2006-01-02, or ''
	status TEXT NOT NULL CHECK (status IN ('planned', 'doing', 'done', 'dropped')),
	result TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX measure_report ON measure (unit, year);
