-- The first shape of the store. Times are whole milliseconds since 1970 in UTC.
-- Rows that belong to one person lie next to each other (WITHOUT ROWID), so a reply costs the same
-- whether ten thousand or five million are kept.
-- AUTOINCREMENT where a number outlives its row in somebody's hands (a send under way, a report in the
-- making): the number of somebody erased must never become somebody else's.

CREATE TABLE guide (
    sha256 TEXT PRIMARY KEY,
    guide_id TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;

CREATE TABLE round (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    organisation TEXT NOT NULL,
    guide_sha256 TEXT NOT NULL REFERENCES guide (sha256),
    is_tryout INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closes_on TEXT,
    closes_at INTEGER,
    closed_at INTEGER
) STRICT;

-- `number` is that of the person's newest entry in the outbox; `participant_id` the round they are in now.
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    language TEXT NOT NULL,
    number INTEGER NOT NULL,
    participant_id INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

-- Where a person can be reached: one row a channel.
CREATE TABLE address (
    sender TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    unreachable_at INTEGER,
    unreachable_because TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX address_of_person ON address (person_id);

CREATE TABLE web_session (
    secret_hash BLOB PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX web_session_of_person ON web_session (person_id);

-- `place` is where the person is in this round, as JSON; everything else is computed from the replies.
CREATE TABLE participant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person (id),
    round_id TEXT NOT NULL REFERENCES round (id),
    pseudonym TEXT NOT NULL UNIQUE,
    joined_at INTEGER NOT NULL,
    place TEXT NOT NULL,
    UNIQUE (person_id, round_id)
) STRICT;
CREATE INDEX participant_of_round ON participant (round_id);

-- Only the hash of a code is kept. With a person, the link signs that person in on another device.
CREATE TABLE invitation (
    code_hash BLOB PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    person_id INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_of_person ON invitation (person_id);

-- The ledger: never changed, only added to. The highest version counts.
CREATE TABLE reply (
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    theme_id TEXT NOT NULL,
    prompt_id TEXT NOT NULL,
    entry INTEGER NOT NULL,
    version INTEGER NOT NULL,
    given TEXT NOT NULL,
    text TEXT NOT NULL,
    level INTEGER,
    choices TEXT NOT NULL,
    parts TEXT NOT NULL,
    channel TEXT NOT NULL,
    message_id TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (participant_id, theme_id, prompt_id, entry, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE finish (
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    theme_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    PRIMARY KEY (participant_id, theme_id, version)
) STRICT, WITHOUT ROWID;

-- What has reached us. A row that is done stays a while without its content, so that a message that is
-- delivered again changes nothing.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    raw BLOB,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    UNIQUE (channel, external_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (sender, id) WHERE state = 'waiting';
CREATE INDEX inbox_put_aside ON inbox (state) WHERE state = 'quarantined';
CREATE INDEX inbox_received ON inbox (received_at);

-- What we say. `change` grows with every entry that is new or shown anew. A row of a channel that must be
-- delivered waits until it was; then its content goes and its number stays, so that a message of the
-- person's that points at it finds its prompt. In the web chat the rows are the history itself.
CREATE TABLE outbox (
    person_id INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    change INTEGER NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    target INTEGER,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    offered_at INTEGER,
    delivered_at INTEGER,
    message_id TEXT,
    theme_id TEXT,
    prompt_id TEXT,
    PRIMARY KEY (person_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE state = 'waiting';

-- Work that follows a decision: reports, a person's own data. A row is gone when its result is in the outbox.
CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    theme_id TEXT,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX work_of_person ON work (person_id);

CREATE TABLE kept_file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_file_of_person ON kept_file (person_id);

-- Small facts of the running product, such as the last good poll, for its health and for its restart.
CREATE TABLE mark (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
