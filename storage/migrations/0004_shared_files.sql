-- The report of a group goes to everybody who took part: its bytes are kept once, however many have it.

CREATE TABLE file_content (
    id INTEGER PRIMARY KEY,
    sha256 TEXT UNIQUE,
    content BLOB NOT NULL
) STRICT;
INSERT INTO file_content (id, content) SELECT id, content FROM kept_file;

ALTER TABLE kept_file ADD COLUMN content_id INTEGER REFERENCES file_content (id);
UPDATE kept_file SET content_id = id;
ALTER TABLE kept_file DROP COLUMN content;
CREATE INDEX kept_file_with_content ON kept_file (content_id);
