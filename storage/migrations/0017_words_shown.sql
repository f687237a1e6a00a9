-- What others were shown of people's words is blanked once somebody of a round is erased. A card says so of itself
-- ("o"). Cards from before do not say which of their lines it is: they go as a whole.
UPDATE outbox SET body = json_set(body, '$.o', 1)
    WHERE kind = 'say' AND state IN ('shown', 'waiting') AND json_valid(body) AND (
        -- A page of replies: no other card of somebody with a role is kept from being passed on and leads there.
        of_office = 1 AND body ->> '$.p' = 1 AND instr(body, 'replies')
        -- A theme of the group's report: said together with its files.
        OR instr(body, '["item",') AND EXISTS (SELECT 1 FROM outbox f
            WHERE f.person_id = outbox.person_id AND f.created_at = outbox.created_at AND f.kind = 'attach'
                AND instr(f.body, '"group-report-'))
    );
