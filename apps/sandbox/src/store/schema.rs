//! The tables in SQL.

/// The version of the store; a store of another one is refused.
pub(super) const VERSION: i64 = 2;

/// Makes the tables of an empty store in SQLite.
pub(super) const SQLITE: &str = "
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE number (vendor TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE record (
    vendor TEXT NOT NULL, key TEXT NOT NULL, tenant TEXT NOT NULL, id TEXT NOT NULL,
    revision INTEGER NOT NULL, document TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (vendor, key)
) STRICT;
CREATE INDEX record_tenant ON record (vendor, tenant);
CREATE TABLE claim (
    vendor TEXT NOT NULL, key TEXT NOT NULL, tenant TEXT NOT NULL,
    name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (vendor, key, name, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_value ON claim (vendor, tenant, name, value);
CREATE TABLE event (
    vendor TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL,
    event TEXT NOT NULL, cause TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (vendor, key, revision)
) STRICT;
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    vendor TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,
    effect TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_record ON outbox (vendor, key, sequence);
CREATE TABLE performed (last INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE entry (
    client TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, correlation_id TEXT NOT NULL,
    request_id TEXT, digest TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (client, method, path, correlation_id)
) STRICT;
CREATE UNIQUE INDEX entry_request ON entry (client, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX entry_stored ON entry (stored_at);
CREATE TABLE due (
    vendor TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, tenant TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vendor, key, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_at ON due (vendor, at);
CREATE TABLE token (
    digest BLOB PRIMARY KEY, client TEXT NOT NULL, expires INTEGER NOT NULL, purge INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_client ON token (client, expires);
CREATE TABLE fault (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    vendor TEXT NOT NULL, asked TEXT NOT NULL, times INTEGER NOT NULL, skip INTEGER NOT NULL
) STRICT;
";

/// What the same tables are called in PostgreSQL. Texts are ordered by their bytes, as in SQLite.
const POSTGRES: [(&str, &str); 6] = [
    (" STRICT, WITHOUT ROWID;", ";"),
    (" STRICT;", ";"),
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    ("INTEGER", "BIGINT"),
    ("TEXT", "TEXT COLLATE \"C\""),
    ("BLOB", "BYTEA"),
];

/// Makes the tables of an empty store in PostgreSQL.
pub(super) fn postgres() -> String {
    let tables =
        POSTGRES.iter().fold(SQLITE.to_owned(), |sql, (here, there)| sql.replace(here, there));
    format!("CREATE TABLE version (version BIGINT PRIMARY KEY);{tables}")
}

/// Empties what a reset empties. Numbers stay: an id is never given twice.
pub(super) const RESET: &str = "
DELETE FROM setting; DELETE FROM record; DELETE FROM claim; DELETE FROM event;
DELETE FROM outbox; DELETE FROM performed; DELETE FROM entry; DELETE FROM due; DELETE FROM fault;
";
