-- How far people of an anonymous round were who have erased everything about them since: the themes that they had
-- begun and finished, as lists of their ids, and whether they were reminded. They stay counted, as those who left
-- are, so that no figure goes down and tells when somebody was erased. Nothing here says who, when, or in which order.
CREATE TABLE figure_erased (
    round_id TEXT NOT NULL REFERENCES round (id),
    begun TEXT NOT NULL,
    finished TEXT NOT NULL,
    was_reminded INTEGER NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    PRIMARY KEY (round_id, begun, finished, was_reminded)
) STRICT, WITHOUT ROWID;
