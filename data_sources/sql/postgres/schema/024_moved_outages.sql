-- What stays of an outage that was moved to the history: what tells it from others when its list comes again, what it adds to
-- the sums of its feeder and year, and where it was. Its interruptions are in OUTAGE_EVENTS alone: who copies outages to
-- the history carries the rows of these over, and drops those of outages that are neither here nor in flux.outages.
CREATE TABLE flux.moved_outages (
    outage_id       bigint PRIMARY KEY,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    feeder_id       integer NOT NULL,
    started_at      timestamptz NOT NULL,
    restored_at     timestamptz NOT NULL,
    cause           text NOT NULL,
    customers_interrupted integer NOT NULL,
    is_sustained    boolean,
    sustained_customers integer NOT NULL,
    sustained_minutes double precision NOT NULL,
    lon             double precision,
    lat             double precision
);
CREATE INDEX moved_outages_began ON flux.moved_outages (utility_id, started_at);
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flux.moved_outages
    FOR EACH STATEMENT EXECUTE FUNCTION flux.notify_topic('outages');

-- All that is known of an outage, as a text that changes with it.
CREATE FUNCTION flux.outage_digest(o flux.outages) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT hash_record_extended(o, 0) || ' ' || count(*) || ' ' || coalesce(sum(hash_record_extended(i, 0)), 0)
    FROM flux.interruptions AS i
    WHERE i.outage_id = o.outage_id
$$;

-- Taken out of the history as well: it no longer counts as moved.
CREATE FUNCTION flux.moved_outages_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE flux.feeder_reliability AS kept
    SET
        sustained_outages = kept.sustained_outages - gone.sustained,
        customer_interruptions = kept.customer_interruptions - gone.customers,
        customer_minutes = kept.customer_minutes - gone.minutes,
        momentary_outages = kept.momentary_outages - gone.momentary
    FROM (
        SELECT
            o.feeder_id, extract(year FROM o.started_at AT TIME ZONE u.time_zone)::smallint AS year,
            count(*) FILTER (WHERE o.is_sustained) AS sustained, sum(o.sustained_customers) AS customers,
            sum(o.sustained_minutes) AS minutes, count(*) FILTER (WHERE NOT o.is_sustained) AS momentary
        FROM old_rows AS o
        JOIN flux.utilities AS u ON u.utility_id = o.utility_id
        WHERE o.is_sustained IS NOT NULL
        GROUP BY 1, 2
    ) AS gone
    WHERE kept.feeder_id = gone.feeder_id AND kept.year = gone.year;
    RETURN NULL;
END $$;
CREATE TRIGGER sum_deleted AFTER DELETE ON flux.moved_outages REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.moved_outages_deleted();

-- A moved outage counts in the history, and its number stays its own. Written again (a list that comes every night) it is
-- passed over, as a row that is there already; another outage under its number is refused, as it was while it was here. To
-- change a moved outage: delete its row of flux.moved_outages, which takes it out of the history too, and insert it.
CREATE FUNCTION flux.moved_outages_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved flux.moved_outages;
BEGIN
    SELECT * INTO moved FROM flux.moved_outages AS m WHERE m.outage_id = NEW.outage_id;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF moved.utility_id = NEW.utility_id AND moved.started_at = NEW.started_at THEN
        RETURN NULL;
    END IF;
    RAISE unique_violation USING MESSAGE = format(
        'number %s is that of an outage of %s UTC that was moved to the history: give another number',
        NEW.outage_id, to_char(moved.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'));
END $$;
CREATE TRIGGER moved_stay BEFORE INSERT ON flux.outages
    FOR EACH ROW EXECUTE FUNCTION flux.moved_outages_stay();

-- Whether nothing hangs on an outage any more: closed, no group of customers still out, no crew on it, no call of it open.
CREATE FUNCTION flux.is_at_rest(o flux.outages) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        o.state = 'closed'
        AND NOT EXISTS (SELECT FROM flux.interruptions AS i WHERE i.outage_id = o.outage_id AND i.restored_at IS NULL)
        AND NOT EXISTS (SELECT FROM flux.crews AS c WHERE c.outage_id = o.outage_id)
        AND NOT EXISTS (SELECT FROM flux.trouble_calls AS t WHERE t.outage_id = o.outage_id AND t.closed_at IS NULL)
$$;

-- Which database this is, wherever it is restored to: a history that holds what was moved out of it follows no other one.
CREATE TABLE flux.database_identity (
    is_only         boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    database_id     text NOT NULL DEFAULT gen_random_uuid()::text
);
INSERT INTO flux.database_identity DEFAULT VALUES;

-- Databases made between releases have a table that nothing asks for: each outage counts where it is, no border divides
-- the sources (data_sources/history/divided.py).
DROP TABLE IF EXISTS flux.outage_retention;
