-- How long each class of data is kept after a round, what was announced of erasing, and reports as published.

-- A class of which an organisation has chosen nothing is kept as long as the product's default says.
CREATE TABLE retention (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    data_class TEXT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, data_class)
) STRICT, WITHOUT ROWID;

-- What was said beforehand to those who coordinate: nothing is erased by itself without. `erase_on` is a day
-- where the round is; `erased_at` is when all of it was gone.
CREATE TABLE erasure_notice (
    round_id TEXT NOT NULL REFERENCES round (id),
    data_class TEXT NOT NULL,
    erase_on TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    erased_at INTEGER,
    PRIMARY KEY (round_id, data_class)
) STRICT, WITHOUT ROWID;

-- The round that a file or an entry is about, so that it goes with it; null where no version before noted it.
ALTER TABLE kept_file ADD COLUMN round_id TEXT;
CREATE INDEX kept_file_of_round ON kept_file (round_id) WHERE round_id IS NOT NULL;
ALTER TABLE outbox ADD COLUMN about TEXT;

-- The figures of a group's report as they were published, as JSON without anybody's words.
ALTER TABLE group_report ADD COLUMN figures TEXT;

-- How many people whose replies a published report shows were erased since, in each theme that they gave
-- anything to; under the empty theme, how many in all.
CREATE TABLE erased_since (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    theme_id TEXT NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (round_id, number, theme_id)
) STRICT, WITHOUT ROWID;

-- Which entries show a colleague the reason of somebody who passed a prompt on; null where only that is known.
CREATE TABLE reason_shown (
    person_id INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    passed_on_by INTEGER,
    PRIMARY KEY (person_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX reason_shown_of ON reason_shown (passed_on_by);
INSERT INTO reason_shown (person_id, number, passed_on_by)
    SELECT person_id, number, NULL FROM outbox
    WHERE state = 'shown' AND kind = 'say' AND body LIKE '%"decline"%';
