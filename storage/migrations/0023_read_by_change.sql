-- A page that was away asks for the changes after the last one it has, a few at a time. Without this, each look
-- would read all that was ever said to its person.
CREATE INDEX outbox_of_change ON outbox (person_id, change) WHERE state = 'shown';

-- The first job of each person who waits is looked for whenever one is done.
CREATE INDEX work_waiting ON work (person_id, id, kind, due_at) WHERE state = 'waiting';
