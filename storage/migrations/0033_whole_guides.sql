-- What lines cannot show of a whole guide that was brought in, kept with the line that it belongs to.
ALTER TABLE own_guide_line ADD COLUMN kept TEXT NOT NULL DEFAULT '';

-- The list of guides needs their titles, and not all of their lines.
CREATE INDEX own_guide_title ON own_guide_line (guide_id, used_as, words) WHERE used_as = 'title';
