-- The audit trail. What is of a fixed width comes first, what is filtered on next, and what is large last.
-- Partitions are days (UTC); their ids are UUIDv7, and so hold the time. They are made as they are needed.
CREATE TABLE audit_calls (
    id                  uuid NOT NULL,
    related             uuid,
    writer              uuid,
    trace_id            uuid,
    number              bigint,
    latency_us          bigint NOT NULL,
    first_byte_us       bigint,
    request_bytes       bigint NOT NULL,
    response_bytes      bigint NOT NULL,
    arguments_size      bigint,
    response_size       bigint,
    input_tokens        bigint,
    output_tokens       bigint,
    error_code          bigint,
    text_bytes          bigint NOT NULL,
    http_status         bigint,
    arguments_truncated boolean NOT NULL,
    response_truncated  boolean NOT NULL,
    span_id             bytea,
    mac                 bytea,
    entry               text COLLATE "C",
    kind                text COLLATE "C" NOT NULL,
    status              text COLLATE "C" NOT NULL,
    direction           text COLLATE "C",
    arguments_policy    text COLLATE "C",
    response_policy     text COLLATE "C",
    server              text COLLATE "C",
    name                text COLLATE "C",
    principal           text COLLATE "C",
    session             text COLLATE "C",
    workflow            text COLLATE "C",
    request_id          text COLLATE "C",
    method              text COLLATE "C",
    client              text COLLATE "C",
    protocol_version    text COLLATE "C",
    instance            text COLLATE "C",
    redactions          text COLLATE "C",
    error               text COLLATE "C",
    arguments           text COLLATE "C",
    response            text COLLATE "C",
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

-- Each further index costs every row; these are what is filtered on most. An index takes no long text.
CREATE INDEX audit_calls_server ON audit_calls (left(server, 256), status, id);
CREATE INDEX audit_calls_principal ON audit_calls (left(principal, 256), id);
-- A chain is read in its order; it grows at its end, so this one is cheap.
CREATE INDEX audit_calls_chain ON audit_calls (writer, number);

-- Three times as fast as what PostgreSQL does by itself; not every server has it.
DO $$
BEGIN
    EXECUTE 'ALTER TABLE audit_calls
        ALTER COLUMN error SET COMPRESSION lz4,
        ALTER COLUMN arguments SET COMPRESSION lz4,
        ALTER COLUMN response SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR syntax_error THEN
    NULL;
END
$$;

-- What a hold has kept from being taken out.
CREATE TABLE audit_held (LIKE audit_calls INCLUDING ALL);

-- A hold's filter as pairs, the one array's entries with the other's.
CREATE TABLE audit_holds (
    name     text COLLATE "C" PRIMARY KEY,
    since_ms bigint NOT NULL,
    keys     text[] NOT NULL,
    wanted   text[] NOT NULL
);

CREATE TABLE audit_chains (
    writer          uuid PRIMARY KEY,
    instance        text NOT NULL,
    key             bytea NOT NULL,
    previous_writer uuid,
    previous_number bigint,
    previous_mac    bytea,
    mac             bytea NOT NULL
);

CREATE TABLE audit_checkpoints (
    seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    writer uuid NOT NULL,
    first  bigint NOT NULL,
    last   bigint NOT NULL,
    after  bytea NOT NULL,
    reason text NOT NULL,
    at_ms  bigint NOT NULL,
    key    bytea NOT NULL,
    mac    bytea NOT NULL
);
CREATE INDEX audit_checkpoints_writer ON audit_checkpoints (writer, first);

-- What is not in the index yet: of each batch the ids of its records.
CREATE TABLE audit_unindexed (
    batch   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    oldest  uuid NOT NULL,
    newest  uuid NOT NULL,
    records bigint NOT NULL,
    bytes   bigint NOT NULL,
    ids     uuid[] NOT NULL
);
ALTER TABLE audit_unindexed ALTER COLUMN ids SET STORAGE EXTERNAL;

-- The index: segments of some thousand records each, in the order of their ids. `marks` are the ids with which
-- its lists of ids begin.
CREATE TABLE audit_segments (
    segment bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    oldest  uuid NOT NULL,
    newest  uuid NOT NULL,
    records bigint NOT NULL,
    bytes   bigint NOT NULL,
    marks   uuid[] NOT NULL
);

-- Of each segment lists of its ids, then blocks of its words, in order, with the places of the records that have
-- them. A block is packed already.
CREATE TABLE audit_blocks (
    segment bigint NOT NULL,
    first   bytea NOT NULL,
    block   bytea NOT NULL,
    PRIMARY KEY (segment, first)
) WITH (toast_tuple_target = 8160);
ALTER TABLE audit_blocks ALTER COLUMN block SET STORAGE EXTERNAL;

-- Sums by the minute, the hour and the day. Who writes adds to the rows of a shard that nobody else is at.
-- `who` is server and tool, or server alone, or none and the principal: in an array, what is not known is alike.
CREATE TABLE audit_usage (
    start         bigint NOT NULL,
    minute        bigint NOT NULL,
    calls         bigint NOT NULL,
    errors        bigint NOT NULL,
    input_tokens  bigint NOT NULL,
    output_tokens bigint NOT NULL,
    span          integer NOT NULL,
    facet         smallint NOT NULL,
    shard         smallint NOT NULL,
    who           text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (facet, span, start, shard, who)
) WITH (fillfactor = 70);
