-- Rows are in the order of writing; ids are UUIDv7, so their index finds times, too. `seq` is never given out
-- twice, since the index beside this file goes by it. What is filtered on has a column, before the payloads,
-- so that a scan does not read them; the rest is packed into one (`rest`): each column costs every row.
CREATE TABLE calls (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          BLOB NOT NULL UNIQUE,
    entry       TEXT,
    kind        TEXT NOT NULL,
    status      TEXT NOT NULL,
    server      TEXT,
    name        TEXT,
    principal   TEXT,
    session     TEXT,
    workflow    TEXT,
    request_id  TEXT,
    trace_id    BLOB,
    latency_us  INTEGER NOT NULL,
    redactions  TEXT,
    text_bytes  INTEGER NOT NULL,
    writer      BLOB,
    number      INTEGER,
    mac         BLOB,
    rest        BLOB NOT NULL,
    error       TEXT,
    arguments   TEXT,
    response    TEXT
) STRICT;

-- Places in a chain are given out in the order of writing, so this grows at its end, and costs little.
CREATE INDEX calls_by_place ON calls (writer, number) WHERE writer IS NOT NULL;

-- What a hold has kept from being taken out: the same columns.
CREATE TABLE held (
    seq         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    entry       TEXT,
    kind        TEXT NOT NULL,
    status      TEXT NOT NULL,
    server      TEXT,
    name        TEXT,
    principal   TEXT,
    session     TEXT,
    workflow    TEXT,
    request_id  TEXT,
    trace_id    BLOB,
    latency_us  INTEGER NOT NULL,
    redactions  TEXT,
    text_bytes  INTEGER NOT NULL,
    writer      BLOB,
    number      INTEGER,
    mac         BLOB,
    rest        BLOB NOT NULL,
    error       TEXT,
    arguments   TEXT,
    response    TEXT
) STRICT;

CREATE INDEX held_by_place ON held (writer, number) WHERE writer IS NOT NULL;

CREATE TABLE holds (
    name  TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hold_conditions (
    hold  TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (hold, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE chains (
    writer          BLOB PRIMARY KEY,
    instance        TEXT NOT NULL,
    key             BLOB NOT NULL,
    previous_writer BLOB,
    previous_number INTEGER,
    previous_mac    BLOB,
    mac             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    writer BLOB NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    after  BLOB NOT NULL,
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL,
    key    BLOB NOT NULL,
    mac    BLOB NOT NULL
) STRICT;

CREATE INDEX checkpoints_by_place ON checkpoints (writer, first);

-- How much there is in `calls`, by the minute, the hour and the day: kept exact, so that nobody has to count.
CREATE TABLE amounts (
    span  INTEGER NOT NULL,
    start INTEGER NOT NULL,
    rows  INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (span, start)
) STRICT, WITHOUT ROWID;

-- Tools (facet 1) and principals (facet 2) that there are sums of. Where there is no server or name the text is
-- empty; `=` goes before each that there is.
CREATE TABLE usage_names (
    number INTEGER PRIMARY KEY,
    facet  INTEGER NOT NULL,
    server TEXT NOT NULL,
    name   TEXT NOT NULL,
    UNIQUE (facet, server, name)
) STRICT;

-- Sums of calls for a minute, an hour or a day, of 512 names each. They outlive the calls, and lag behind them
-- (`trail.summed`).
CREATE TABLE usage (
    facet INTEGER NOT NULL,
    span  INTEGER NOT NULL,
    start INTEGER NOT NULL,
    part  INTEGER NOT NULL,
    sums  BLOB NOT NULL,
    PRIMARY KEY (facet, span, start, part)
) STRICT, WITHOUT ROWID;

-- One row. `trail` tells this file from others; rows up to `floor_seq` with ids before `floor_id` are gone;
-- rows up to `summed` are in `usage`.
CREATE TABLE trail (
    trail     BLOB NOT NULL,
    floor_seq INTEGER NOT NULL,
    floor_id  BLOB NOT NULL,
    summed    INTEGER NOT NULL
) STRICT;

INSERT INTO trail VALUES (randomblob(16), 0, x'', 0);
