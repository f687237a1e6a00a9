-- What somebody on the list of those invited was called before their name was corrected, as a list in JSON. They are
-- kept so that they go with the name: from what those who run the round were shown and typed.

ALTER TABLE invitation ADD COLUMN former_names TEXT NOT NULL DEFAULT '[]';
