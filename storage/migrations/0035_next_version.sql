-- A draft that becomes the next version of another guide once it is published; empty for a guide of its own.
ALTER TABLE own_guide ADD COLUMN next_of TEXT NOT NULL DEFAULT '';
