-- Those who run rounds: organisations, roles, invitations by name and team, reminders, and who did what.
-- A store of the first shape had rounds of organisations by name alone; they become organisations here.

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

-- What a person may do for an organisation.
CREATE TABLE role (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_of_person ON role (person_id);

CREATE TABLE role_invitation (
    code_hash BLOB PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Where somebody with a role is: the round at hand, and the command that is being asked for, as JSON.
CREATE TABLE office (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    round_id TEXT,
    place TEXT NOT NULL
) STRICT;

ALTER TABLE round ADD COLUMN organisation_id TEXT REFERENCES organisation (id);
ALTER TABLE round ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN opens_at INTEGER;
ALTER TABLE round ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/London';
ALTER TABLE round ADD COLUMN who_sees TEXT NOT NULL DEFAULT 'confidential';
ALTER TABLE round ADD COLUMN threshold INTEGER NOT NULL DEFAULT 5;
ALTER TABLE round ADD COLUMN reminder_plan TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN reminders_a_week INTEGER NOT NULL DEFAULT 2;

INSERT INTO organisation (id, name, created_at)
    SELECT 'o' || lower(hex(randomblob(6))), organisation, min(opened_at) FROM round GROUP BY organisation;
UPDATE round SET organisation_id = (SELECT id FROM organisation WHERE name = round.organisation);
CREATE INDEX round_of_organisation ON round (organisation_id);

-- `number` names an invitation to coordinators; 0 for the links that sign a person in again.
ALTER TABLE invitation ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN partner TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN revoked_at INTEGER;
ALTER TABLE invitation ADD COLUMN participant_id INTEGER;
CREATE INDEX invitation_of_round ON invitation (round_id, number);

-- In an anonymous round `name` stays empty and no invitation points at a participant.
ALTER TABLE participant ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE participant ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE participant ADD COLUMN partner TEXT NOT NULL DEFAULT '';
ALTER TABLE participant ADD COLUMN left_at INTEGER;
-- What had been said to the person when they last came to this round, by its number: that was about another.
ALTER TABLE participant ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

-- A prompt that a participant passed on to a colleague in the same round, until it comes back. Of its link
-- only the hash is kept, and that until a colleague has used it. A reply that came back so names who gave it.
CREATE TABLE passed_on (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    theme_id TEXT NOT NULL,
    prompt_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    code_hash BLOB UNIQUE,
    expires_at INTEGER NOT NULL,
    taken_by INTEGER REFERENCES participant (id),
    UNIQUE (participant_id, theme_id, prompt_id)
) STRICT;
CREATE INDEX passed_on_taken ON passed_on (taken_by);
ALTER TABLE reply ADD COLUMN given_by INTEGER REFERENCES participant (id);
CREATE INDEX reply_given_by ON reply (given_by) WHERE given_by IS NOT NULL;

-- When and whether a person wants to hear from us. `days` are those they work, as digits from 1 (Monday);
-- `away_until` is the first day on which they may be reminded again.
CREATE TABLE availability (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    time_zone TEXT NOT NULL DEFAULT '',
    days TEXT NOT NULL DEFAULT '',
    away_until TEXT,
    declined_at INTEGER
) STRICT;

-- A reminder to one person, first as it was proposed to a coordinator, word by word, then on its way.
-- `batch` is the preview or the day's plan that it came from; `asked_by` is null for the plan. `local_day`
-- is the day that it is for, `goes_on` the day on which it goes, both where the person is. `number` is
-- that of its entry in the outbox.
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id TEXT NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    local_day TEXT NOT NULL,
    goes_on TEXT NOT NULL,
    batch TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    because TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    decided_at INTEGER NOT NULL,
    asked_at INTEGER,
    asked_by INTEGER,
    number INTEGER
) STRICT;
-- What is proposed takes nobody's turn; all else goes once for each person and day.
CREATE UNIQUE INDEX reminder_occurrence ON reminder (round_id, kind, person_id, local_day)
    WHERE state NOT IN ('proposed', 'called_off');
CREATE INDEX reminder_waiting ON reminder (due_at) WHERE state = 'waiting';
CREATE INDEX reminder_of_person ON reminder (person_id, goes_on);
CREATE INDEX reminder_of_batch ON reminder (round_id, batch);

-- What coordinators did, each entry bound to the one before it. Nobody's words and no names are in it.
CREATE TABLE audit (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    outcome TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (organisation_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the record of acts is only added to'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'the record of acts is only added to'); END;

-- Work may be for somebody who takes part in no round, and carry what it is about.
ALTER TABLE work RENAME TO work_before;
DROP INDEX work_of_person;
CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    participant_id INTEGER REFERENCES participant (id),
    theme_id TEXT,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
INSERT INTO work (id, kind, person_id, participant_id, theme_id, channel, address, due_at, attempts, state)
    SELECT id, kind, person_id, participant_id, theme_id, channel, address, due_at, attempts, state
    FROM work_before;
DROP TABLE work_before;
CREATE INDEX work_of_person ON work (person_id);
