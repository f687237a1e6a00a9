-- A browser's session ends on the server. The day of its last use is kept and never the moment, and each browser
-- of a person has a number that is given to none of theirs later. Sessions from before begin to count today.
ALTER TABLE person ADD COLUMN browsers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE web_session ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE web_session ADD COLUMN used_on INTEGER NOT NULL DEFAULT 0;
UPDATE web_session SET
    used_on = CAST(strftime('%s', 'now') AS INTEGER) / 86400 * 86400000,
    number = (SELECT count(*) FROM web_session s WHERE s.person_id = web_session.person_id
        AND (s.created_at < web_session.created_at
            OR (s.created_at = web_session.created_at AND s.secret_hash <= web_session.secret_hash)));
UPDATE person SET browsers = (SELECT count(*) FROM web_session WHERE person_id = person.id);

-- Whose conversation an operator's link opens is told that somebody used it.
ALTER TABLE invitation ADD COLUMN by_operator INTEGER NOT NULL DEFAULT 0;

-- A coordinator's link that a start printed lets nobody in once the try-out is closed, or has another round beside it.
ALTER TABLE role_invitation ADD COLUMN tryout_id TEXT REFERENCES round (id);

-- How many entries the record of an organisation has, and the newest of them: an emptied record does not fit.
ALTER TABLE organisation ADD COLUMN record_entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN record_newest TEXT NOT NULL DEFAULT '';
UPDATE organisation SET
    record_entries = (SELECT count(*) FROM audit WHERE organisation_id = organisation.id),
    record_newest = coalesce((SELECT hash FROM audit WHERE organisation_id = organisation.id
        ORDER BY number DESC LIMIT 1), '');
