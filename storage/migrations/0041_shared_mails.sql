-- E-mail addresses to which the shared link of an anonymous round goes. No name, no time and no number of anybody
-- who takes part is kept with one. `number` is random and below zero, so that the order says nothing; it stands in
-- `mailbox` where that of an invitation would. All of them are erased when the end of the round is announced.
CREATE TABLE listed_address (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    link_number INTEGER NOT NULL,
    PRIMARY KEY (round_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX listed_address_once ON listed_address (round_id, lower(address));

-- A mail that somebody who runs a round sends to themselves first. It is gone from here when it is passed on.
CREATE TABLE trial_mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mailbox TEXT NOT NULL REFERENCES mailbox (name),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX trial_mail_of_mailbox ON trial_mail (mailbox);
