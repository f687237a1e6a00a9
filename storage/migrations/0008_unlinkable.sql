-- Nothing ties the names on the list of an anonymous round to those who take part in it. A link keeps that it
-- was used, not when. Of those who joined only the day is kept, and no team.

-- Sheets that were typed in are known by the moment that their link shared with them, for the last time.
UPDATE invitation SET revoked_at = used_at - used_at % 86400000
    WHERE person_id IS NULL AND revoked_at IS NULL
        AND round_id IN (SELECT id FROM round WHERE who_sees = 'anonymous')
        AND used_at IN (
            SELECT joined_at FROM participant
            WHERE participant.round_id = invitation.round_id AND participant.on_paper = 1
        );
UPDATE invitation SET used_at = 0
    WHERE used_at IS NOT NULL AND person_id IS NULL
        AND round_id IN (SELECT id FROM round WHERE who_sees = 'anonymous');

UPDATE person SET created_at = created_at - created_at % 86400000
    WHERE id IN (SELECT person_id FROM participant p JOIN round r ON r.id = p.round_id
        WHERE r.who_sees = 'anonymous');
UPDATE address SET created_at = created_at - created_at % 86400000
    WHERE person_id IN (SELECT person_id FROM participant p JOIN round r ON r.id = p.round_id
        WHERE r.who_sees = 'anonymous');
UPDATE web_session SET created_at = created_at - created_at % 86400000;
UPDATE participant SET joined_at = joined_at - joined_at % 86400000, name = '', team = '', partner = ''
    WHERE round_id IN (SELECT id FROM round WHERE who_sees = 'anonymous');

-- The file is wiped when the product starts, so that nothing of this is left in it.
INSERT INTO mark (name, value, at) SELECT 'erased', 'shape 8', CAST(strftime('%s', 'now') AS INTEGER) * 1000
    WHERE EXISTS (SELECT 1 FROM round WHERE who_sees = 'anonymous')
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at;
