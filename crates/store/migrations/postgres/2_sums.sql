-- Servers and principals are found by the index that is written behind the writers, as everything else is. An index
-- whose keys come in no order costs each row about as much as the row itself.
DROP INDEX audit_calls_server;
DROP INDEX audit_calls_principal;

-- Sums by the minute as a batch leaves them, of tools (facet 1) or of principals (facet 2): what is at one place in the
-- arrays belongs together. `sums` is how many there are; the minutes are from `since` to `until`.
CREATE TABLE audit_unsummed (
    batch         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    since         bigint NOT NULL,
    until         bigint NOT NULL,
    sums          integer NOT NULL,
    facet         smallint NOT NULL,
    minutes       bigint[] NOT NULL,
    servers       text[] COLLATE "C" NOT NULL,
    names         text[] COLLATE "C" NOT NULL,
    calls         bigint[] NOT NULL,
    errors        bigint[] NOT NULL,
    input_tokens  bigint[] NOT NULL,
    output_tokens bigint[] NOT NULL
);

-- What there are sums of: server and tool, or none and the principal. In an array, what is not known is alike.
CREATE TABLE audit_names (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    facet  smallint NOT NULL,
    who    text[] COLLATE "C" NOT NULL,
    UNIQUE (facet, who)
);

-- Sums for a minute, an hour or a day (`span`, in seconds), of 512 names each. They outlive the calls. A sheet is
-- packed already.
CREATE TABLE audit_sheets (
    start bigint NOT NULL,
    part  bigint NOT NULL,
    span  integer NOT NULL,
    facet smallint NOT NULL,
    sums  bytea NOT NULL,
    PRIMARY KEY (facet, span, start, part)
) WITH (toast_tuple_target = 8160);
ALTER TABLE audit_sheets ALTER COLUMN sums SET STORAGE EXTERNAL;

-- They were a row for each name before. What is there is left as a batch leaves it, an hour at a time.
LOCK TABLE audit_usage IN ACCESS EXCLUSIVE MODE;
INSERT INTO audit_unsummed
    (since, until, sums, facet, minutes, servers, names, calls, errors, input_tokens, output_tokens)
SELECT min(start), max(start), count(*), facet, array_agg(start), array_agg(who[1]), array_agg(who[2]),
    array_agg(calls), array_agg(errors), array_agg(input_tokens), array_agg(output_tokens)
FROM audit_usage WHERE span = 60 AND facet IN (1, 2)
GROUP BY facet, start / 3600 ORDER BY min(start);
TRUNCATE audit_usage;

-- A gateway of the version before, which goes on while others are replaced, adds rows there: they go the same way.
CREATE FUNCTION audit_usage_to_unsummed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.span = 60 AND NEW.facet IN (1, 2) THEN
        INSERT INTO audit_unsummed
            (since, until, sums, facet, minutes, servers, names, calls, errors, input_tokens, output_tokens)
        VALUES (NEW.start, NEW.start, 1, NEW.facet, ARRAY[NEW.start], NEW.who[1:1], NEW.who[2:2],
            ARRAY[NEW.calls], ARRAY[NEW.errors], ARRAY[NEW.input_tokens], ARRAY[NEW.output_tokens]);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_usage_to_unsummed BEFORE INSERT ON audit_usage
    FOR EACH ROW EXECUTE FUNCTION audit_usage_to_unsummed();
