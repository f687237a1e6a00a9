-- What statements need that run on SQLite and on PostgreSQL alike.

-- The next message of each sender is found by going through what waits, in the order in which it came.
CREATE INDEX inbox_next ON inbox (id) WHERE state = 'waiting';

-- It begins like the primary key, so that it never leads an update of one entry through all that waits.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (person_id, number, due_at) WHERE state = 'waiting';

-- Which themes each group is asked for is a column of its round, as it is read with every round: a JSON list of
-- groups, each with its kind, its label and its themes. It was a table, which only SQLite could fold into a list.
ALTER TABLE round ADD COLUMN themes_asked TEXT NOT NULL DEFAULT '[]';
UPDATE round SET themes_asked = (
    SELECT json_group_array(json_array(t.group_kind, t.label, json(t.themes))) FROM themes_asked t
    WHERE t.round_id = round.id
);
DROP TABLE themes_asked;
