-- Whether an organisation lets a reminder or an announcement go again that may have arrived, and of which
-- round each of these in the outbox is. What had no definite answer is found by it, so that it can be listed.

ALTER TABLE organisation ADD COLUMN reminder_policy TEXT NOT NULL DEFAULT 'at_least_once';

ALTER TABLE outbox ADD COLUMN round_id TEXT REFERENCES round (id);
UPDATE outbox SET round_id = m.round_id FROM reminder m
    WHERE m.person_id = outbox.person_id AND m.number = outbox.number;
CREATE INDEX outbox_of_round ON outbox (round_id) WHERE round_id IS NOT NULL;
