-- +goose Up

-- What people decided about themes. What comments are about is not kept: it
-- follows from a codebook, from what people put right, and from the comments.
-- Nothing here has a time or a person, and nothing refers to a comment but by
-- its random number.

-- The installation's own codebook. Every revision stays, so that a change can be
-- taken back; none while the one that ships is in use.
CREATE TABLE codebook (
	revision INTEGER PRIMARY KEY CHECK (revision > 0),
	body     TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- What somebody said a comment is about, or is not. As with decisions, the rows
-- of this table and the next are written anew at each round of looking at boxes:
-- their place does not tell the order in which they were made.
CREATE TABLE label (
	comment BLOB NOT NULL CHECK (length(comment) = 16),
	theme   TEXT NOT NULL CHECK (theme <> ''),
	yes     INTEGER NOT NULL CHECK (yes IN (0, 1)),
	PRIMARY KEY (comment, theme)
) STRICT, WITHOUT ROWID;

-- The comments that somebody coded as a sample.
CREATE TABLE coded (
	comment BLOB PRIMARY KEY CHECK (length(comment) = 16)
) STRICT, WITHOUT ROWID;

-- The themes that may be published of a survey in a unit and a year.
CREATE TABLE confirmed (
	unit   TEXT NOT NULL REFERENCES unit (id),
	year   INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	survey TEXT NOT NULL,
	theme  TEXT NOT NULL CHECK (theme <> ''),
	PRIMARY KEY (unit, year, survey, theme)
) STRICT, WITHOUT ROWID;

-- The sets of comments whose mean mark was ever shown: against these it is
-- checked that no two of them differ by a few. Which comments a set had, and
-- the sums of their marks, are encrypted with a key from the keyring. Without
-- that, two rounds of one set would tell which comments came first, and so in
-- which month their boxes were opened; keyed hashes would not do, since who is
-- in which set can be found out from what the comments are about. The sets go
-- with the comments.
CREATE TABLE shown_mark (
	survey TEXT NOT NULL,
	year   INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	unit   TEXT NOT NULL REFERENCES unit (id),
	theme  TEXT NOT NULL, -- '' for all comments
	rest   INTEGER NOT NULL CHECK (rest IN (0, 1)), -- those that do not mention the theme
	round  INTEGER NOT NULL CHECK (round > 0), -- the highest is what is shown now
	body   BLOB NOT NULL, -- the sums, and places in shown_comment
	PRIMARY KEY (survey, year, unit, theme, rest, round)
) STRICT, WITHOUT ROWID;

-- The comments that are in any of those sets, encrypted too: each stands here
-- once, and not in every set it is in.
CREATE TABLE shown_comment (
	survey TEXT NOT NULL,
	year   INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	ids    BLOB NOT NULL,
	PRIMARY KEY (survey, year)
) STRICT, WITHOUT ROWID;
