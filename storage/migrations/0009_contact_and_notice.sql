-- Who people can ask, and the organisation's own privacy notice: its text, or its address. What a round has
-- holds for it; where it has none, what its organisation has.

ALTER TABLE organisation ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN notice TEXT NOT NULL DEFAULT '';
