-- What is given to a prompt that takes a number or a day, as digits or as 2026-11-30. Words stay in `text`, options
-- in `choices`, levels in `level`.

ALTER TABLE reply ADD COLUMN value TEXT NOT NULL DEFAULT '';
