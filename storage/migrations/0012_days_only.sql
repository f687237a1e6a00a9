-- Of what people do in an anonymous round only the day is kept. In the order of moments, those who write could
-- be compared with a list of names. One person's own order stays: each act is a millisecond after the one
-- before. What came after the round's report stays after it.

CREATE TABLE act_of_a_day AS
    SELECT participant_id, theme_id, prompt_id, entry, version, is_finish,
        day + row_number() OVER (PARTITION BY participant_id, day ORDER BY at, is_finish, prompt_id, entry,
            version) - 1 AS at
    FROM (
        SELECT a.*, max(a.at - a.at % 86400000, coalesce((SELECT max(g.up_to) + 1 FROM group_report g
            JOIN participant p ON p.round_id = g.round_id
            WHERE p.id = a.participant_id AND g.up_to < a.at), 0)) AS day
        FROM (
            SELECT participant_id, theme_id, prompt_id, entry, version, 0 AS is_finish, written_at AS at
            FROM reply
            UNION ALL
            SELECT participant_id, theme_id, '', 0, version, 1, finished_at FROM finish
        ) a
        WHERE a.participant_id IN (SELECT p.id FROM participant p JOIN round r ON r.id = p.round_id
            WHERE r.who_sees = 'anonymous')
    );
CREATE INDEX act_of_somebody ON act_of_a_day (participant_id, theme_id, prompt_id, entry, version, is_finish);
UPDATE reply SET written_at = a.at FROM act_of_a_day a
    WHERE a.participant_id = reply.participant_id AND a.theme_id = reply.theme_id
        AND a.prompt_id = reply.prompt_id AND a.entry = reply.entry AND a.version = reply.version
        AND a.is_finish = 0;
UPDATE finish SET finished_at = a.at FROM act_of_a_day a
    WHERE a.participant_id = finish.participant_id AND a.theme_id = finish.theme_id
        AND a.version = finish.version AND a.is_finish = 1;
DROP TABLE act_of_a_day;

UPDATE participant SET left_at = max(left_at - left_at % 86400000, coalesce((SELECT max(g.up_to) + 1
        FROM group_report g WHERE g.round_id = participant.round_id AND g.up_to < left_at), 0))
    WHERE left_at IS NOT NULL AND round_id IN (SELECT id FROM round WHERE who_sees = 'anonymous');
UPDATE passed_on SET expires_at = expires_at - expires_at % 86400000 + 86400000
    WHERE participant_id IN (SELECT p.id FROM participant p JOIN round r ON r.id = p.round_id
        WHERE r.who_sees = 'anonymous');
UPDATE kept_file SET created_at = created_at - created_at % 86400000
    WHERE person_id IN (SELECT person_id FROM participant p JOIN round r ON r.id = p.round_id
        WHERE r.who_sees = 'anonymous');
UPDATE availability SET declined_at = declined_at - declined_at % 86400000;
UPDATE address SET unreachable_at = unreachable_at - unreachable_at % 86400000;

-- The file is wiped when the product starts, so that nothing of this is left in it.
INSERT INTO mark (name, value, at) SELECT 'erased', 'days only', CAST(strftime('%s', 'now') AS INTEGER) * 1000
    WHERE EXISTS (SELECT 1 FROM round WHERE who_sees = 'anonymous')
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at;
