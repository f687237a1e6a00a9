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
