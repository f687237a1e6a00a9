-- Messages about a complaint in the history of somebody of an anonymous round: once they have gone on for an hour
-- they leave it, so that the store does not tell whose complaint it is.
CREATE TABLE complaint_shown (
    person_id INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person_id, number)
) STRICT, WITHOUT ROWID;

-- What is there already leaves with the next sweep.
INSERT INTO complaint_shown (person_id, number, at)
    SELECT o.person_id, o.number, o.created_at FROM outbox o
    WHERE o.state = 'shown' AND o.kind IN ('own', 'say')
        AND o.person_id IN (SELECT pa.person_id FROM participant pa JOIN round ro ON ro.id = pa.round_id
            WHERE ro.who_sees = 'anonymous')
        AND (instr(o.body, 'words about a complaint, kept only with it') > 0
            OR instr(o.body, 'Something about a complaint was shown here once') > 0
            OR instr(o.body, 'Your complaint was received on') > 0
            OR instr(o.body, 'Your complaint is taken back') > 0
            OR instr(o.body, 'Complain about how your data is used') > 0
            OR instr(o.body, '"t":"/complain') > 0);

-- Nobody opens the place of somebody else in an anonymous round, by no link that was made before either.
DELETE FROM invitation WHERE by_operator = 1 AND person_id IS NOT NULL
    AND round_id IN (SELECT id FROM round WHERE who_sees = 'anonymous');
