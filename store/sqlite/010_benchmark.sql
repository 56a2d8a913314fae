-- +goose Up

-- What other installations published, as their benchmark files said it. A sender
-- is its key: its first file was believed, and no other key may say that it is
-- the same.
CREATE TABLE benchmark (
	key    BLOB PRIMARY KEY CHECK (length(key) = 32), -- Ed25519, public
	name   TEXT NOT NULL CHECK (name <> ''),
	folded TEXT NOT NULL UNIQUE CHECK (folded <> ''), -- the name as people take it for the same
	serial INTEGER NOT NULL CHECK (serial > 0),
	file   TEXT NOT NULL CHECK (json_valid(file)) -- the newest one, as it was signed
) STRICT, WITHOUT ROWID;

-- The benchmark file that was made last: its serial number rises, and does not
-- when there is nothing else to say.
CREATE TABLE own_benchmark (
	only   INTEGER PRIMARY KEY CHECK (only = 1),
	serial INTEGER NOT NULL CHECK (serial > 0),
	hash   BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of all it said but the number
) STRICT, WITHOUT ROWID;
