-- Guides that an organisation brings in itself: what was read of its document, line by line, as it is corrected.
CREATE TABLE own_guide (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    language TEXT NOT NULL,
    change INTEGER NOT NULL,
    not_read TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX own_guide_of_organisation ON own_guide (organisation_id, created_at);

CREATE TABLE own_guide_line (
    guide_id TEXT NOT NULL REFERENCES own_guide (id),
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    used_as TEXT NOT NULL,
    level INTEGER NOT NULL,
    words TEXT NOT NULL,
    reading TEXT NOT NULL,
    place TEXT NOT NULL,
    doubt TEXT NOT NULL,
    PRIMARY KEY (guide_id, number)
) STRICT, WITHOUT ROWID;

-- The versions that were published, each of a text that is kept with the guides of rounds. `change` is that of the
-- draft which it was made of.
CREATE TABLE own_guide_version (
    guide_id TEXT NOT NULL REFERENCES own_guide (id),
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL REFERENCES guide (sha256),
    change INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (guide_id, version)
) STRICT, WITHOUT ROWID;
