-- Where notices reach somebody who takes part, besides the chats that they write in. None is kept with a place in an
-- anonymous round. `name` is random and stands in the outbox for the address. `kind` is what sort of address it is,
-- `purpose` what may be sent there, and `state` what is known of it since the day `state_on`. Whoever has the stop
-- code may end what is sent there.
CREATE TABLE own_address (
    name TEXT PRIMARY KEY,
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    state_on INTEGER NOT NULL,
    stop_code TEXT NOT NULL UNIQUE,
    UNIQUE (participant_id, kind, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_mail ON invitation (round_id, lower(mail)) WHERE mail <> '';
CREATE INDEX own_address_of_person ON own_address (person_id);

-- News that waits in somebody's chat, to be sent to an own address of theirs. It waits, at most one for a
-- participant; then it is passed on as the entry `entry` of its person, or dropped, and `because` says why.
CREATE TABLE own_notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    round_id TEXT NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    because TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    goes_on TEXT NOT NULL DEFAULT '',
    entry INTEGER
) STRICT;
CREATE INDEX own_notice_of_participant ON own_notice (participant_id);
CREATE INDEX own_notice_of_round ON own_notice (round_id, state);
CREATE UNIQUE INDEX own_notice_waiting ON own_notice (participant_id) WHERE state = 'waiting';
CREATE INDEX own_notice_due ON own_notice (due_at) WHERE state = 'waiting';
CREATE INDEX own_notice_passed_on ON own_notice (id) WHERE state = 'passed_on';

-- By which way somebody wants notices: empty for the chat where that reaches them, else by mail.
ALTER TABLE availability ADD COLUMN way TEXT NOT NULL DEFAULT '';

-- The name of the own address that a reminder was sent to, NULL for one that was said in a chat.
ALTER TABLE reminder ADD COLUMN sent_to TEXT;
CREATE INDEX reminder_beside_chats ON reminder (id) WHERE sent_to IS NOT NULL AND body <> '';

-- Whoever came in before this has read that nothing is sent to them by mail: they get no address here.
