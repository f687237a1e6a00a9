-- Mails to people who are invited and have an address on a list. Such a person need not have come in. So all
-- mailboxes of a round have one row in `person`, which nobody is: it only counts their entries in the outbox.

-- Where the mails about an invitation go. `name` is random and stands in the outbox for the address, which is
-- with the invitation. Whoever has the stop code may end the mails; then `stopped_on` is the day.
CREATE TABLE mailbox (
    name TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    stop_code TEXT NOT NULL UNIQUE,
    stopped_on INTEGER,
    UNIQUE (round_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_of_person ON mailbox (person_id);

-- One mail. It waits, then is passed on as the entry `entry` of the mailbox's person; or it is called off or
-- dropped, and `because` says why. `code_hash` is that of the further code of the same invitation in its link.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mailbox TEXT NOT NULL REFERENCES mailbox (name),
    round_id TEXT NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL,
    batch TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    because TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    goes_on TEXT NOT NULL DEFAULT '',
    entry INTEGER,
    code_hash BLOB
) STRICT;
CREATE INDEX mail_of_mailbox ON mail (mailbox);
CREATE INDEX mail_of_round ON mail (round_id, state);
CREATE INDEX mail_waiting ON mail (due_at) WHERE state = 'waiting';
CREATE INDEX mail_code ON mail (code_hash) WHERE code_hash IS NOT NULL;
