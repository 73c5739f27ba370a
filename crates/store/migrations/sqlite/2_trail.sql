-- The table is made anew, because what is new must stand before the payloads: behind them, reading it would
-- read them. `seq` is never given out twice, since the index beside this file goes by it.
ALTER TABLE calls RENAME TO calls_1;

CREATE TABLE calls (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    id                  BLOB NOT NULL UNIQUE,
    entry               TEXT,
    related             BLOB,
    kind                TEXT NOT NULL,
    status              TEXT NOT NULL,
    direction           TEXT,
    server              TEXT,
    name                TEXT,
    principal           TEXT,
    session             TEXT,
    workflow            TEXT,
    request_id          TEXT,
    trace_id            BLOB,
    span_id             BLOB,
    method              TEXT,
    client              TEXT,
    protocol_version    TEXT,
    instance            TEXT,
    http_status         INTEGER,
    error_code          INTEGER,
    latency_us          INTEGER NOT NULL,
    first_byte_us       INTEGER,
    request_bytes       INTEGER NOT NULL,
    response_bytes      INTEGER NOT NULL,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    redactions          TEXT,
    arguments_size      INTEGER,
    arguments_truncated INTEGER NOT NULL,
    arguments_policy    TEXT,
    response_size       INTEGER,
    response_truncated  INTEGER NOT NULL,
    response_policy     TEXT,
    text_bytes          INTEGER NOT NULL,
    writer              BLOB,
    number              INTEGER,
    mac                 BLOB,
    error               TEXT,
    arguments           TEXT,
    response            TEXT
) STRICT;

INSERT INTO calls (
    seq, id, kind, status, direction, server, name, principal, session, workflow, request_id,
    trace_id, span_id, method, client, http_status, error_code, latency_us, first_byte_us,
    request_bytes, response_bytes, input_tokens, output_tokens, redactions, arguments_size,
    arguments_truncated, response_size, response_truncated, error, arguments, response, text_bytes
)
SELECT
    seq, id, kind, status, direction, server, name, principal, session, workflow, request_id,
    trace_id, span_id, method, client, http_status, error_code, latency_us, first_byte_us,
    request_bytes, response_bytes, input_tokens, output_tokens, redactions, arguments_size,
    arguments_truncated, response_size, response_truncated, error, arguments, response,
    ifnull(octet_length(method), 0) +
    ifnull(octet_length(name), 0) +
    ifnull(octet_length(server), 0) +
    ifnull(octet_length(principal), 0) +
    ifnull(octet_length(client), 0) +
    ifnull(octet_length(session), 0) +
    ifnull(octet_length(workflow), 0) +
    ifnull(octet_length(request_id), 0) +
    ifnull(octet_length(error), 0) +
    ifnull(octet_length(arguments), 0) +
    ifnull(octet_length(response), 0)
FROM calls_1;

DROP TABLE calls_1;

-- Places in a chain are given out in the order of writing, so this grows at its end, and costs little.
CREATE INDEX calls_by_place ON calls (writer, number) WHERE writer IS NOT NULL;

-- What a hold has kept from being taken out: the same columns.
CREATE TABLE held (
    seq                 INTEGER PRIMARY KEY,
    id                  BLOB NOT NULL UNIQUE,
    entry               TEXT,
    related             BLOB,
    kind                TEXT NOT NULL,
    status              TEXT NOT NULL,
    direction           TEXT,
    server              TEXT,
    name                TEXT,
    principal           TEXT,
    session             TEXT,
    workflow            TEXT,
    request_id          TEXT,
    trace_id            BLOB,
    span_id             BLOB,
    method              TEXT,
    client              TEXT,
    protocol_version    TEXT,
    instance            TEXT,
    http_status         INTEGER,
    error_code          INTEGER,
    latency_us          INTEGER NOT NULL,
    first_byte_us       INTEGER,
    request_bytes       INTEGER NOT NULL,
    response_bytes      INTEGER NOT NULL,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    redactions          TEXT,
    arguments_size      INTEGER,
    arguments_truncated INTEGER NOT NULL,
    arguments_policy    TEXT,
    response_size       INTEGER,
    response_truncated  INTEGER NOT NULL,
    response_policy     TEXT,
    text_bytes          INTEGER NOT NULL,
    writer              BLOB,
    number              INTEGER,
    mac                 BLOB,
    error               TEXT,
    arguments           TEXT,
    response            TEXT
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

-- Sums of calls for a minute, an hour or a day: of tools (facet 1) and of principals (facet 2). They outlive
-- the calls. Where there is no server or name the text is empty; `=` goes before each that there is.
CREATE TABLE usage (
    facet         INTEGER NOT NULL,
    span          INTEGER NOT NULL,
    start         INTEGER NOT NULL,
    server        TEXT NOT NULL,
    name          TEXT NOT NULL,
    first         INTEGER NOT NULL,
    calls         INTEGER NOT NULL,
    errors        INTEGER NOT NULL,
    input_tokens  INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    PRIMARY KEY (facet, span, start, server, name)
) STRICT, WITHOUT ROWID;

-- One row. `trail` tells this file from others; rows up to `floor_seq` with ids before `floor_id` are gone.
CREATE TABLE trail (
    trail     BLOB NOT NULL,
    floor_seq INTEGER NOT NULL,
    floor_id  BLOB NOT NULL
) STRICT;

INSERT INTO trail VALUES (randomblob(16), 0, x'');

-- What was written before: the first 48 bits of an id are its milliseconds.
CREATE TABLE written AS
SELECT
    (
        (instr('0123456789ABCDEF', substr(hex(id), 1, 1)) - 1) * 17592186044416
        + (instr('0123456789ABCDEF', substr(hex(id), 2, 1)) - 1) * 1099511627776
        + (instr('0123456789ABCDEF', substr(hex(id), 3, 1)) - 1) * 68719476736
        + (instr('0123456789ABCDEF', substr(hex(id), 4, 1)) - 1) * 4294967296
        + (instr('0123456789ABCDEF', substr(hex(id), 5, 1)) - 1) * 268435456
        + (instr('0123456789ABCDEF', substr(hex(id), 6, 1)) - 1) * 16777216
        + (instr('0123456789ABCDEF', substr(hex(id), 7, 1)) - 1) * 1048576
        + (instr('0123456789ABCDEF', substr(hex(id), 8, 1)) - 1) * 65536
        + (instr('0123456789ABCDEF', substr(hex(id), 9, 1)) - 1) * 4096
        + (instr('0123456789ABCDEF', substr(hex(id), 10, 1)) - 1) * 256
        + (instr('0123456789ABCDEF', substr(hex(id), 11, 1)) - 1) * 16
        + (instr('0123456789ABCDEF', substr(hex(id), 12, 1)) - 1) * 1
    ) / 60000 AS minute,
    text_bytes, status, server, name, principal, input_tokens, output_tokens
FROM calls;

INSERT INTO amounts
SELECT span, minute * 60 / span * span AS begins, count(*), sum(text_bytes)
FROM written, (SELECT 60 AS span UNION ALL SELECT 3600 UNION ALL SELECT 86400)
GROUP BY span, begins;

INSERT INTO usage
SELECT
    1, 60, minute * 60, ifnull('=' || server, ''), ifnull('=' || name, ''),
    minute * 60, count(*), sum(status <> 'ok'), ifnull(sum(input_tokens), 0), ifnull(sum(output_tokens), 0)
FROM written
GROUP BY minute, server, name;

INSERT INTO usage
SELECT
    2, 60, minute * 60, '', ifnull('=' || principal, ''),
    minute * 60, count(*), sum(status <> 'ok'), ifnull(sum(input_tokens), 0), ifnull(sum(output_tokens), 0)
FROM written
GROUP BY minute, principal;

DROP TABLE written;

INSERT INTO usage
SELECT
    facet, longer.span, start / longer.span * longer.span AS begins, server, name,
    min(first), sum(calls), sum(errors), sum(input_tokens), sum(output_tokens)
FROM usage, (SELECT 3600 AS span UNION ALL SELECT 86400) AS longer
WHERE usage.span = 60
GROUP BY facet, longer.span, begins, server, name;
