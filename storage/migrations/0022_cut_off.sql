-- `cut_off` counts the attempts that the end of the process cut off: they say nothing of the work itself. What
-- failed is put aside at `aside_at`, and `seen_at` is when whoever looks after the computer saw it listed.
ALTER TABLE inbox ADD COLUMN cut_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN aside_at INTEGER;
ALTER TABLE inbox ADD COLUMN seen_at INTEGER;
ALTER TABLE work ADD COLUMN cut_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE work ADD COLUMN aside_at INTEGER;
ALTER TABLE work ADD COLUMN seen_at INTEGER;
UPDATE inbox SET aside_at = received_at WHERE state = 'quarantined';
UPDATE work SET aside_at = due_at WHERE state = 'quarantined';
