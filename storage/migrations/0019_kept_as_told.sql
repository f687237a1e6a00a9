-- How many days each class of a round is kept at most: what held when it was opened, or a shorter time that was
-- chosen since. A longer time that an organisation chooses counts for rounds that are opened afterwards.
CREATE TABLE round_retention (
    round_id TEXT NOT NULL REFERENCES round (id),
    data_class TEXT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (round_id, data_class)
) STRICT, WITHOUT ROWID;
WITH class (name, days) AS (
    VALUES ('replies', 365), ('links', 90), ('reminders', 90), ('sessions', 90), ('files', 365)
)
INSERT INTO round_retention (round_id, data_class, days)
    SELECT r.id, c.name, ifnull(e.days, c.days) FROM round r JOIN class c
    LEFT JOIN retention e ON e.organisation_id = r.organisation_id AND e.data_class = c.name;
