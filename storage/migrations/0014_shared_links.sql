-- Links that a team or everybody shares. Nothing says who came in by one.
-- `people` is for how many it is meant, `places` how many it lets in, `taken` how many it has let in. The code
-- itself is kept, as it hangs on a wall and must be printed again. Without `ends_at` it works while its round
-- is open. One that is `withdrawn` no longer counts for those who are invited.
CREATE TABLE shared_link (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    people INTEGER NOT NULL,
    places INTEGER NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    ends_at INTEGER,
    stopped_at INTEGER,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, number)
) STRICT, WITHOUT ROWID;

-- Who was told of a shared link of an anonymous round: names without a time, a key or an order of their own.
-- They are erased when the end of the round is announced.
CREATE TABLE listed_person (
    round_id TEXT NOT NULL REFERENCES round (id),
    name TEXT NOT NULL,
    team TEXT NOT NULL,
    partner TEXT NOT NULL,
    link_number INTEGER NOT NULL,
    PRIMARY KEY (round_id, name, team, partner)
) STRICT, WITHOUT ROWID;

-- A word with which somebody comes back to their place. Only its hash is kept.
CREATE TABLE return_word (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    word_hash BLOB NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- Whether people may also take part where whoever carries the messages knows who they are. An anonymous round
-- takes it over from its organisation when it is opened; those from before stay as they were.
ALTER TABLE round ADD COLUMN any_channel INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN anonymous_anywhere INTEGER NOT NULL DEFAULT 0;
