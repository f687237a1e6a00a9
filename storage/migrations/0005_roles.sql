-- Who has a role, so that colleagues can tell them apart and end it; and how somebody comes back who takes
-- part in no round.

-- `newest` is the number that was given last to a role or a link for one; none is given twice.
ALTER TABLE organisation ADD COLUMN newest INTEGER NOT NULL DEFAULT 0;
-- `label` is what a colleague called them, empty where nobody did.
ALTER TABLE role ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE role ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE role_invitation ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE role_invitation ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE role_invitation ADD COLUMN revoked_at INTEGER;

UPDATE role SET number = (SELECT count(*) FROM role r WHERE r.organisation_id = role.organisation_id
    AND (r.since < role.since OR (r.since = role.since AND r.person_id <= role.person_id)));
UPDATE organisation SET newest = (SELECT count(*) FROM role WHERE organisation_id = organisation.id);
UPDATE role_invitation SET number = (SELECT newest FROM organisation WHERE id = organisation_id)
    + (SELECT count(*) FROM role_invitation i WHERE i.organisation_id = role_invitation.organisation_id
    AND (i.created_at < role_invitation.created_at
        OR (i.created_at = role_invitation.created_at AND i.code_hash <= role_invitation.code_hash)));
UPDATE organisation SET newest = newest
    + (SELECT count(*) FROM role_invitation WHERE organisation_id = organisation.id);

-- A link that signs somebody in again may be about no round: they have a role and take part in none.
ALTER TABLE invitation RENAME TO invitation_before;
DROP INDEX invitation_of_person;
DROP INDEX invitation_of_round;
CREATE TABLE invitation (
    code_hash BLOB PRIMARY KEY,
    round_id TEXT REFERENCES round (id),
    person_id INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    number INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    team TEXT NOT NULL DEFAULT '',
    partner TEXT NOT NULL DEFAULT '',
    revoked_at INTEGER,
    participant_id INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO invitation (code_hash, round_id, person_id, created_at, expires_at, used_at, number, name, team,
    partner, revoked_at, participant_id)
    SELECT code_hash, round_id, person_id, created_at, expires_at, used_at, number, name, team, partner,
    revoked_at, participant_id FROM invitation_before;
DROP TABLE invitation_before;
CREATE INDEX invitation_of_person ON invitation (person_id);
CREATE INDEX invitation_of_round ON invitation (round_id, number);

-- What was said to somebody as one who has a role is not delivered any more once they have lost it.
ALTER TABLE outbox ADD COLUMN of_office INTEGER NOT NULL DEFAULT 0;
