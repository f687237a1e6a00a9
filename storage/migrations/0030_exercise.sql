-- What a round needs around it: the days of the whole exercise, which are empty until somebody chooses them, and
-- who signs its letters. `told_on` is the day on which what is late was told last. It is erased with the replies.
CREATE TABLE exercise (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    opens_on TEXT NOT NULL DEFAULT '',
    closes_on TEXT NOT NULL DEFAULT '',
    committee_on TEXT NOT NULL DEFAULT '',
    told_on TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What was ticked, with its day, and noted. It belongs to the task, so it stays when the days change.
CREATE TABLE exercise_task (
    round_id TEXT NOT NULL REFERENCES round (id),
    task TEXT NOT NULL,
    done_on TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round_id, task)
) STRICT, WITHOUT ROWID;

-- An organisation's own wording of a letter, in one language.
CREATE TABLE letter_wording (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (organisation_id, letter, language)
) STRICT, WITHOUT ROWID;
