-- How many people of a team were invited to a round, came in, and have erased everything about them since. Their
-- places stay invited, so that the number invited does not tell whoever reads it that somebody was erased. Nothing
-- here says who, when, or in which order. An anonymous round has no row: its links say how many are invited.
CREATE TABLE place_erased (
    round_id TEXT NOT NULL REFERENCES round (id),
    team TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    PRIMARY KEY (round_id, team)
) STRICT, WITHOUT ROWID;
