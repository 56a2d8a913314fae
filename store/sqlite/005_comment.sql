-- +goose Up

-- What people decided about a comment. It refers to the comment by nothing but
-- its random number. Rows are written anew at each round of looking at boxes,
-- in the order of those numbers, so that their place does not tell the order in
-- which they were decided.
CREATE TABLE decision (
	comment BLOB PRIMARY KEY CHECK (length(comment) = 16),
	quote   INTEGER NOT NULL CHECK (quote IN (0, 1)),
	hidden  TEXT NOT NULL, -- why, or '' where it is shown
	worry   TEXT NOT NULL,
	note    TEXT NOT NULL,
	masks   TEXT NOT NULL CHECK (masks = '' OR json_valid(masks)),
	-- Until the next round: the step of work it was decided in, and what was
	-- decided before, so that a step can be undone.
	step    TEXT NOT NULL,
	before  TEXT NOT NULL CHECK ((before = '') = (step = '')),
	CHECK (quote = 0 OR hidden = ''),
	CHECK (note = '' OR worry <> '')
) STRICT, WITHOUT ROWID;
