-- Complaints about how somebody's data is used: a record of the organisation's, apart from all replies.

-- Who takes complaints outside of Closer Look: a post, an address. Empty until the operator sets it.
ALTER TABLE organisation ADD COLUMN complaint_contact TEXT NOT NULL DEFAULT '';

-- `id` and `number` are at random, so that they are in no order. `number` names it to people. `about` is the
-- title of the round that its writer was in. `person_id` is the writer, never for one out of an anonymous
-- round: there `reference_hash` is all that proves a writer, and every moment is the beginning of its day.
-- `name` is what the writer said of themselves. Whoever reads complaints sees it from `shown_from` on.
-- `open_by` is the writer for as long as they have it open.
CREATE TABLE complaint (
    id INTEGER PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    about TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    reference_hash BLOB,
    name TEXT NOT NULL DEFAULT '',
    received_at INTEGER NOT NULL,
    shown_from INTEGER NOT NULL,
    answered_at INTEGER,
    taken_back_at INTEGER,
    open_by INTEGER REFERENCES person (id),
    open_since INTEGER,
    UNIQUE (organisation_id, number)
) STRICT;
CREATE INDEX complaint_of_person ON complaint (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX complaint_open_by ON complaint (open_by) WHERE open_by IS NOT NULL;

-- What was written: by the writer, or as the answer.
CREATE TABLE complaint_words (
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    number INTEGER NOT NULL,
    is_answer INTEGER NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (complaint_id, number)
) STRICT, WITHOUT ROWID;

-- The day on which somebody was last told of the complaints that wait.
CREATE TABLE complaint_notice (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    day TEXT NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
) STRICT, WITHOUT ROWID;

-- Messages of a person's history whose words go as soon as the person goes on.
CREATE TABLE shown_once (
    person_id INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person_id, number)
) STRICT, WITHOUT ROWID;
