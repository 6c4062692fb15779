-- One row: who this rack is, and the sealed instance secret that proves the key ring is the right one.
CREATE TABLE instance (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    body BLOB NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    search TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Argon2id in PHC form; none until the invitation is accepted.
    password_hash TEXT,
    secrets_view TEXT NOT NULL DEFAULT 'tiles',
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    disabled_at BIGINT,
    row_version BIGINT NOT NULL
);
CREATE INDEX people_by_name ON people (display_name, id);

CREATE TABLE sessions (
    -- SHA-256 of the token in the cookie.
    token_hash BLOB PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    agent TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id, created_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE one_time_links (
    token_hash BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    -- None for the first administrator, who does not exist yet.
    person_id TEXT REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_links_of_person ON one_time_links (person_id);

CREATE TABLE secrets (
    id TEXT PRIMARY KEY,
    -- Unique also against removed secrets, so that a restored one finds its name free.
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT NOT NULL,
    -- What may be shown of the value, as JSON.
    identity TEXT NOT NULL,
    -- Lower-case name, texts and identity: what search looks through.
    search TEXT NOT NULL,
    row_version BIGINT NOT NULL,
    value_version BIGINT NOT NULL,
    version_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at BIGINT,
    removed_by TEXT
);
CREATE INDEX secrets_by_change ON secrets (updated_at, id) WHERE removed_at IS NULL;
CREATE INDEX secrets_by_addition ON secrets (created_at, id) WHERE removed_at IS NULL;
CREATE INDEX secrets_by_name ON secrets (name) WHERE removed_at IS NULL;
CREATE INDEX secrets_of_kind_by_change ON secrets (kind, updated_at, id) WHERE removed_at IS NULL;
CREATE INDEX secrets_of_kind_by_addition ON secrets (kind, created_at, id) WHERE removed_at IS NULL;
CREATE INDEX secrets_of_kind_by_name ON secrets (kind, name) WHERE removed_at IS NULL;
CREATE INDEX secrets_removed ON secrets (removed_at, id) WHERE removed_at IS NOT NULL;

-- How many secrets there are, kept by the writer so that no page counts them.
CREATE TABLE secret_counts (
    kind TEXT NOT NULL,
    removed BOOLEAN NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (kind, removed)
);

CREATE TABLE secret_versions (
    id TEXT PRIMARY KEY,
    secret_id TEXT NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    identity TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    -- The sealed value: data key wrapped by the root key key_id, and what it seals.
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (secret_id, number)
);
CREATE INDEX secret_versions_by_key ON secret_versions (key_id, id);

-- The audit trail. hash = HMAC-SHA256(instance audit key, previous hash and this row).
CREATE TABLE activity (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT,
    verb TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id TEXT,
    object_version BIGINT,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX activity_of_object ON activity (object_id, number);
CREATE INDEX activity_by_verb ON activity (verb, number);
CREATE INDEX activity_by_time ON activity (at, number);

-- One row: the newest entry, locked by whoever appends the next.
CREATE TABLE activity_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL,
    hash BLOB NOT NULL
);

-- Who holds a task that may run only once at a time.
CREATE TABLE leases (
    task TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);
