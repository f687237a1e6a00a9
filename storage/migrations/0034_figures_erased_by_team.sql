-- How far those of any round were who have been erased: to readers no figure may go down in any mode. A team is named
-- only where figures of teams are shown, and goes with the links. Those of a group with themes of its own keep which
-- were asked of them, as a list of ids, so that somebody who had finished these still counts as finished.
ALTER TABLE figure_erased RENAME TO figure_erased_before;

CREATE TABLE figure_erased (
    round_id TEXT NOT NULL REFERENCES round (id),
    team TEXT NOT NULL DEFAULT '',
    asked TEXT NOT NULL DEFAULT '',
    begun TEXT NOT NULL,
    finished TEXT NOT NULL,
    was_reminded INTEGER NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    PRIMARY KEY (round_id, team, asked, begun, finished, was_reminded)
) STRICT, WITHOUT ROWID;

INSERT INTO figure_erased (round_id, begun, finished, was_reminded, places)
SELECT round_id, begun, finished, was_reminded, places FROM figure_erased_before;

DROP TABLE figure_erased_before;
