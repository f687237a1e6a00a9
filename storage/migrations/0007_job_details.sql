-- What a job needs to know is JSON with names, whatever its kind. It was words parted by spaces, an array or
-- a column of its own. What cannot be read stays as it is, and its job is put aside when its turn comes.

UPDATE work SET detail = json_object('theme_id', theme_id)
    WHERE kind IN ('theme_report', 'theme_report_html') AND theme_id IS NOT NULL;

UPDATE work SET detail = '{}' WHERE kind = 'my_data';

UPDATE work SET detail = json_object('text', detail) WHERE kind = 'announcement';

UPDATE work SET detail = json_object('round_id', detail)
    WHERE kind IN ('digest', 'progress_picture', 'prompt_sheet');

UPDATE work SET detail = json_object(
        'round_id', substr(detail, 1, instr(detail, ' ') - 1),
        'number', CAST(substr(detail, instr(detail, ' ') + 1) AS INTEGER),
        'is_held', json(iif(detail LIKE '% held', 'true', 'false'))
    )
    WHERE kind IN ('group_report', 'group_report_html', 'released_report') AND detail LIKE '% %';

UPDATE work SET detail = json_object(
        'round_id', json_extract(detail, '$[0]'),
        'valid_until', json_extract(detail, '$[1]'),
        'made_at', json_extract(detail, '$[2]'),
        'slips', (
            SELECT json_group_array(json_object(
                'name', json_extract(value, '$[0]'),
                'team', json_extract(value, '$[1]'),
                'links', json(iif(
                    json_extract(value, '$[3]') IS NULL,
                    json_array(json_object('place', '', 'url', json_extract(value, '$[2]'))),
                    json_array(
                        json_object('place', '', 'url', json_extract(value, '$[2]')),
                        json_object('place', 'Telegram', 'url', json_extract(value, '$[3]'))
                    )
                )),
                'number', json_extract(value, '$[4]')
            ))
            FROM json_each(work.detail, '$[3]')
        )
    )
    WHERE kind = 'link_sheet' AND json_valid(detail)
        AND NOT EXISTS (SELECT 1 FROM json_each(work.detail, '$[3]') WHERE type <> 'array');

UPDATE work SET detail = json_object(
        'message_id', json_extract(detail, '$[0]'),
        'reference', json_extract(detail, '$[1]'),
        'card', json_extract(detail, '$[2]')
    )
    WHERE kind = 'fetch_file' AND json_valid(detail);

ALTER TABLE work DROP COLUMN theme_id;
