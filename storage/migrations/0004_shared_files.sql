-- The report of a group goes to everybody who took part: its bytes are kept once, however many have it.
-- Files from before keep their own bytes: moving them would take as much memory as they have.

CREATE TABLE file_content (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;
ALTER TABLE kept_file ADD COLUMN content_id INTEGER REFERENCES file_content (id);
CREATE INDEX kept_file_with_content ON kept_file (content_id);
