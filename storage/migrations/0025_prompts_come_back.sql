-- Who showed a colleague their reason is kept only while a prompt of theirs is with that colleague. Of those that
-- came back before it is known no more whose they were: they go with anybody of their round.
UPDATE reason_shown SET passed_on_by = NULL
    WHERE passed_on_by IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM passed_on x JOIN participant c ON c.id = x.taken_by
        WHERE x.participant_id = reason_shown.passed_on_by AND c.person_id = reason_shown.person_id
    );

-- The file is wiped when the product starts, so that nothing of this is left in it.
INSERT INTO mark (name, value, at)
    SELECT 'erased', 'prompts come back', CAST(strftime('%s', 'now') AS INTEGER) * 1000
    WHERE EXISTS (SELECT 1 FROM reason_shown WHERE passed_on_by IS NULL)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at;
