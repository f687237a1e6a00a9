-- The end of a round and what is told of it. `ended_at` is when the end was noticed and told to people.

ALTER TABLE round ADD COLUMN ended_at INTEGER;
UPDATE round SET ended_at = coalesce(closed_at, closes_at)
    WHERE closed_at IS NOT NULL OR closes_at <= CAST(strftime('%s', 'now') AS INTEGER) * 1000;

-- What a group report tells: everything given `up_to` a moment, in an order that a secret of its own decides.
-- `released_at` is when it went to everybody who took part.
CREATE TABLE group_report (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    closed_on TEXT NOT NULL,
    shuffle_key BLOB NOT NULL,
    released_at INTEGER,
    PRIMARY KEY (round_id, number)
) STRICT, WITHOUT ROWID;

-- Somebody who takes part on paper has no address; what they gave is typed in for them.
ALTER TABLE participant ADD COLUMN on_paper INTEGER NOT NULL DEFAULT 0;
