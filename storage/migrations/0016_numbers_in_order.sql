-- The last number that was given in order, of people, of those who take part in a round, and of what was passed
-- on. What belongs to an anonymous round has numbers at random, far above: a number that follows the highest of
-- them would tell who came before.
CREATE TABLE number_given (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where numbers at random were given already, it is not known which came last below them. So many are left out
-- that nobody gets the number of somebody who was erased.
INSERT INTO number_given
    SELECT 'person', CASE
        WHEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'person'), 0) < 1099511627776
        THEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'person'), 0)
        ELSE coalesce((SELECT max(id) FROM person WHERE id < 1099511627776), 0) + 100000
    END;
INSERT INTO number_given
    SELECT 'participant', CASE
        WHEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'participant'), 0) < 1099511627776
        THEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'participant'), 0)
        ELSE coalesce((SELECT max(id) FROM participant WHERE id < 1099511627776), 0) + 100000
    END;
INSERT INTO number_given
    SELECT 'passed_on', CASE
        WHEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passed_on'), 0) < 1099511627776
        THEN coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passed_on'), 0)
        ELSE coalesce((SELECT max(id) FROM passed_on WHERE id < 1099511627776), 0) + 100000
    END;
