-- +goose Up

-- Where answers to a question that were too few for a figure are counted instead
-- of in the unit they were opened for. Those answers still lie in response with
-- all others: without this nobody could tell that a sample of whole responses has
-- answers that are in no figure of that unit.
CREATE TABLE moved_up (
	survey   TEXT NOT NULL,
	version  INTEGER NOT NULL,
	unit     TEXT NOT NULL REFERENCES unit (id),
	year     INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
	question TEXT NOT NULL,
	up       TEXT NOT NULL REFERENCES unit (id),
	PRIMARY KEY (survey, version, unit, year, question, up),
	FOREIGN KEY (survey, version) REFERENCES survey (id, version)
) STRICT, WITHOUT ROWID;

-- What was moved before this table was there shows: fewer are counted than lie
-- there. It went to the unit above.
INSERT INTO moved_up (survey, version, unit, year, question, up)
SELECT given.survey, given.version, given.unit, given.year, given.question, unit.parent
  FROM (SELECT response.survey, response.version, response.unit, response.year, rating.key AS question, count(*) AS n
          FROM response, json_each(response.ratings) AS rating
         GROUP BY 1, 2, 3, 4, 5) AS given
  JOIN unit ON unit.id = given.unit
 WHERE unit.parent IS NOT NULL
   AND given.n > (SELECT coalesce(sum(tally.n), 0) FROM tally
                   WHERE tally.survey = given.survey AND tally.version = given.version AND tally.unit = given.unit
                     AND tally.year = given.year AND tally.question = given.question AND tally.value = '');
