-- +goose Up

-- Paper forms are a third way in. SQLite cannot change a CHECK, so the two tables
-- that have one on the way of an answer are made anew with what is in them.

-- sealed refers to box: that is looked at again when this migration ends, by
-- which time every box is back.
PRAGMA defer_foreign_keys = 1;

CREATE TABLE box_before (
	id         TEXT PRIMARY KEY,
	survey     TEXT NOT NULL,
	version    INTEGER NOT NULL,
	unit       TEXT NOT NULL,
	way        TEXT NOT NULL,
	public_key BLOB NOT NULL,
	state      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO box_before (id, survey, version, unit, way, public_key, state)
SELECT id, survey, version, unit, way, public_key, state FROM box;

DROP TABLE box;

-- As in 001, but for the ways.
CREATE TABLE box (
	id         TEXT PRIMARY KEY,
	survey     TEXT NOT NULL,
	version    INTEGER NOT NULL,
	unit       TEXT NOT NULL REFERENCES unit (id),
	way        TEXT NOT NULL CHECK (way IN ('card', 'poster', 'paper')),
	public_key BLOB NOT NULL,
	state      TEXT NOT NULL DEFAULT 'taking' CHECK (state IN ('taking', 'closed', 'lost')),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

INSERT INTO box (id, survey, version, unit, way, public_key, state)
SELECT id, survey, version, unit, way, public_key, state FROM box_before;

DROP TABLE box_before;

CREATE UNIQUE INDEX box_taking ON box (survey, version, unit, way) WHERE state = 'taking';

DROP INDEX opening_cut;

ALTER TABLE opening RENAME TO opening_before;

CREATE TABLE opening (
	id      BLOB PRIMARY KEY CHECK (length(id) = 16),
	survey  TEXT NOT NULL,
	version INTEGER NOT NULL,
	unit    TEXT NOT NULL REFERENCES unit (id),
	year    INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	way     TEXT NOT NULL CHECK (way IN ('card', 'poster', 'paper')),
	n       INTEGER NOT NULL CHECK (n >= 5),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

INSERT INTO opening (id, survey, version, unit, year, way, n)
SELECT id, survey, version, unit, year, way, n FROM opening_before;

DROP TABLE opening_before;

CREATE INDEX opening_cut ON opening (survey, unit, year);
