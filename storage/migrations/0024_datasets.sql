-- The values that a report was made from, once where several files are made from the same. The bytes of such a
-- file are dropped after a while and made again from these. Files from before have no values and keep their bytes.
CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL
) STRICT;
ALTER TABLE kept_file ADD COLUMN dataset_id INTEGER REFERENCES dataset (id);
CREATE INDEX kept_file_with_dataset ON kept_file (dataset_id);
CREATE INDEX kept_file_to_drop ON kept_file (created_at) WHERE content_id IS NOT NULL AND dataset_id IS NOT NULL;
