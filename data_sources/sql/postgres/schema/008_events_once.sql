-- Each thing that happens to an outage is told once, however its table is kept: a system that deletes its outages and
-- inserts them again every minute tells no second start, and no second end. The feed itself says what was told last.
-- An end is told by the first write after it: a `restored_at` in the future is a forecast, and tells nothing until a write
-- comes once it has passed. An outage whose start was never told, and that was over an hour ago, is a record, not news.
CREATE INDEX events_of_outage ON flux.events (outage_id, event_id) WHERE outage_id IS NOT NULL;

-- Whether the last that was told of an outage, of its start and its end, is its end; NULL where neither was.
CREATE FUNCTION flux.is_told_over(changed flux.outages) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.kind <> 'outage_started'
    FROM flux.events AS e
    WHERE
        e.outage_id = changed.outage_id AND e.utility_id = changed.utility_id
        AND e.kind IN ('outage_started', 'outage_restored', 'reclosed')
    ORDER BY e.event_id DESC
    LIMIT 1
$$;

CREATE FUNCTION flux.is_news_of_end(changed flux.outages) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        changed.restored_at <= now() + interval '1 minute'
        AND NOT coalesce(flux.is_told_over(changed), changed.restored_at <= now() - interval '1 hour')
$$;

CREATE OR REPLACE FUNCTION flux.outages_inserted_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    began flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n
        WHERE n.restored_at IS NULL AND flux.is_told_over(ROW(n.*)::flux.outages) IS NOT FALSE
    );
    ended flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n
        WHERE n.restored_at IS NOT NULL AND flux.is_news_of_end(ROW(n.*)::flux.outages)
    );
BEGIN
    IF began IS NOT NULL THEN PERFORM flux.tell_outage_began(began); END IF;
    IF ended IS NOT NULL THEN PERFORM flux.tell_outage_ended(ended); END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION flux.outages_updated_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    began flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n JOIN old_rows AS o USING (outage_id)
        WHERE
            n.restored_at IS NULL AND o.restored_at IS NOT NULL
            AND flux.is_told_over(ROW(n.*)::flux.outages) IS NOT FALSE
    );
    ended flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n
        WHERE n.restored_at IS NOT NULL AND flux.is_news_of_end(ROW(n.*)::flux.outages)
    );
    before flux.outages[] := (
        SELECT array_agg(ROW(o.*)::flux.outages) FROM new_rows AS n JOIN old_rows AS o USING (outage_id)
        WHERE n.restored_at IS NULL AND o.restored_at IS NULL AND n.customers_out <> o.customers_out
    );
BEGIN
    IF began IS NOT NULL THEN PERFORM flux.tell_outage_began(began); END IF;
    IF before IS NOT NULL THEN
        PERFORM flux.tell_outage_stepped(before, (SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n));
    END IF;
    IF ended IS NOT NULL THEN PERFORM flux.tell_outage_ended(ended); END IF;
    RETURN NULL;
END $$;
