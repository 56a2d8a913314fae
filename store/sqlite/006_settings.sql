-- +goose Up

-- k can be changed; what parents were promised cannot. The k that was printed on
-- a stack's cards, and the one that the answers in a box were promised.
ALTER TABLE batch ADD COLUMN promised INTEGER NOT NULL DEFAULT 10 CHECK (promised BETWEEN 5 AND 50);
ALTER TABLE box ADD COLUMN promised INTEGER NOT NULL DEFAULT 10 CHECK (promised BETWEEN 5 AND 50);

DROP INDEX box_taking;
CREATE UNIQUE INDEX box_taking ON box (survey, version, unit, way, promised) WHERE state = 'taking';

-- The k that the boxes of an opening were opened with.
ALTER TABLE opening ADD COLUMN k INTEGER NOT NULL DEFAULT 10 CHECK (k BETWEEN 5 AND 50 AND n >= k);

-- With how many answers to a question those that are held are counted: the
-- largest k of the openings they came from.
CREATE TABLE held_for (
	survey   TEXT NOT NULL,
	version  INTEGER NOT NULL,
	unit     TEXT NOT NULL REFERENCES unit (id),
	year     INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	question TEXT NOT NULL,
	k        INTEGER NOT NULL CHECK (k BETWEEN 5 AND 50),
	PRIMARY KEY (survey, version, unit, year, question),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

INSERT INTO held_for (survey, version, unit, year, question, k)
SELECT DISTINCT survey, version, unit, year, question, 10 FROM tally WHERE held = 1;
