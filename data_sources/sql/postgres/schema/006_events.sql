-- Events out of changed rows: whoever writes outages, devices, crews or feeder loads, the feed says what happened.
-- The functions run with the rights of their owner, so that a writer of outages needs no right on events. An outage that
-- was over long before it was written, as in a record that is loaded, is no event. Transformers make none: thousands pass
-- their rating on a hot day, and would bury what matters; a feeder that does is told at most once in half an hour.

-- A load nobody measured is no load of zero, nor are crews that nobody recorded.
ALTER TABLE flux.system_history ALTER COLUMN load_kw DROP NOT NULL, ALTER COLUMN crews_assigned DROP NOT NULL;

CREATE FUNCTION flux.count_of(customers integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT to_char(customers, 'FM999,999,999') || CASE WHEN customers = 1 THEN ' customer' ELSE ' customers' END
$$;

-- What an outage is of: "BRK-1 on F0001", or its feeder alone.
CREATE FUNCTION flux.place_of(changed flux.outages) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(t.transformer_name || ' on ', d.device_name || ' on ', '') || coalesce(f.feeder_name, 'an unknown feeder')
    FROM (SELECT 1) AS one
    LEFT JOIN flux.feeders AS f ON f.feeder_id = changed.feeder_id
    LEFT JOIN flux.devices AS d ON d.device_id = changed.device_id
    LEFT JOIN flux.transformers AS t ON t.transformer_id = changed.transformer_id
$$;

CREATE FUNCTION flux.tell_outage_began(began flux.outages[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated)
    SELECT
        o.utility_id, o.started_at, 'outage_started', CASE WHEN o.customers_out > 500 THEN 'bad' ELSE 'warning' END,
        flux.place_of(o)
            || CASE WHEN o.transformer_id IS NOT NULL THEN ' failed' WHEN d.kind = 'fuse' THEN ' blew'
                WHEN d.kind IN ('breaker', 'recloser') THEN ' tripped' WHEN d.kind IS NOT NULL THEN ' opened' ELSE ' lost supply' END
            || ': ' || flux.count_of(o.customers_out) || ' out (' || o.cause || ')',
        o.feeder_id, o.outage_id, o.lon, o.lat, o.is_simulated
    FROM unnest(began) AS o
    LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
    ORDER BY o.started_at, o.outage_id
$$;

CREATE FUNCTION flux.tell_outage_ended(ended flux.outages[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated)
    SELECT
        o.utility_id, o.restored_at, CASE WHEN is_momentary THEN 'reclosed' ELSE 'outage_restored' END, 'good',
        CASE
            WHEN is_momentary THEN flux.place_of(o) || ' reclosed after ' || round(lasted_s) || ' s: '
                || flux.count_of(o.customers_interrupted) || ' back'
            ELSE flux.place_of(o) || ' restored after ' || greatest(round(lasted_s / 60), 1) || ' min: '
                || flux.count_of(o.customers_interrupted) || ' had been out'
        END,
        o.feeder_id, o.outage_id, o.lon, o.lat, o.is_simulated
    FROM unnest(ended) AS o
    LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
    CROSS JOIN LATERAL (SELECT extract(epoch FROM o.restored_at - o.started_at) AS lasted_s) AS time
    CROSS JOIN LATERAL (
        SELECT coalesce(d.kind IN ('breaker', 'recloser'), false) AND lasted_s <= 300 AS is_momentary
    ) AS what
    ORDER BY o.restored_at, o.outage_id
$$;

CREATE FUNCTION flux.tell_outage_stepped(before flux.outages[], after flux.outages[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated)
    SELECT
        n.utility_id, n.stepped_at,
        CASE WHEN n.customers_out < o.customers_out THEN 'partially_restored' ELSE 'outage_spread' END,
        CASE WHEN n.customers_out < o.customers_out THEN 'good' ELSE 'warning' END,
        flux.place_of(n) || CASE
            WHEN n.customers_out < o.customers_out THEN ': supply for ' || flux.count_of(o.customers_out - n.customers_out) || ' of '
                || to_char(o.customers_out, 'FM999,999,999') || ' is back; '
            ELSE ': ' || flux.count_of(n.customers_out - o.customers_out) || ' more lost supply; '
        END || to_char(n.customers_out, 'FM999,999,999') || ' out',
        n.feeder_id, n.outage_id, n.lon, n.lat, n.is_simulated
    FROM unnest(before) AS o
    JOIN unnest(after) AS n ON n.outage_id = o.outage_id
    ORDER BY n.outage_id
$$;

CREATE FUNCTION flux.outages_inserted_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    began flux.outages[] := (SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n WHERE n.restored_at IS NULL);
    ended flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n WHERE n.restored_at > now() - interval '1 hour'
    );
BEGIN
    IF began IS NOT NULL THEN PERFORM flux.tell_outage_began(began); END IF;
    IF ended IS NOT NULL THEN PERFORM flux.tell_outage_ended(ended); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION flux.outages_updated_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    began flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n JOIN old_rows AS o USING (outage_id)
        WHERE n.restored_at IS NULL AND o.restored_at IS NOT NULL
    );
    ended flux.outages[] := (
        SELECT array_agg(ROW(n.*)::flux.outages) FROM new_rows AS n JOIN old_rows AS o USING (outage_id)
        WHERE n.restored_at IS NOT NULL AND o.restored_at IS NULL
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

-- A device that an outage names opened or closed with it: the outage's own event says so.
CREATE FUNCTION flux.devices_updated_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS o USING (device_id) WHERE n.is_open <> o.is_open) THEN
        INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, lon, lat, is_simulated)
        SELECT
            n.utility_id, n.updated_at, CASE WHEN n.is_open THEN 'device_opened' ELSE 'device_closed' END, 'info',
            n.device_name || ' (' || n.kind || ') on ' || f.feeder_name || coalesce(' towards ' || other.feeder_name, '')
                || CASE WHEN n.is_open THEN ' opened' ELSE ' closed' END,
            n.feeder_id, n.lon, n.lat, u.is_demo
        FROM new_rows AS n
        JOIN old_rows AS o USING (device_id)
        JOIN flux.utilities AS u ON u.utility_id = n.utility_id
        JOIN flux.feeders AS f ON f.feeder_id = n.feeder_id
        LEFT JOIN flux.feeders AS other ON other.feeder_id = n.other_feeder_id
        WHERE
            n.is_open <> o.is_open
            AND NOT EXISTS (
                SELECT FROM flux.outages AS own
                WHERE
                    own.utility_id = n.utility_id AND own.device_id = n.device_id
                    AND CASE WHEN n.is_open THEN own.restored_at IS NULL ELSE own.restored_at >= n.updated_at - interval '1 minute' END
                    AND own.started_at >= n.updated_at - CASE WHEN n.is_open THEN interval '1 minute' ELSE interval '7 days' END
            )
        ORDER BY n.device_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION flux.crews_updated_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows AS n JOIN old_rows AS o USING (crew_id)
        WHERE n.status <> o.status AND n.status IN ('assigned', 'en_route', 'working')
    ) THEN
        INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, outage_id, lon, lat, is_simulated)
        SELECT
            n.utility_id, n.updated_at, CASE WHEN n.status = 'working' THEN 'crew_arrived' ELSE 'crew_assigned' END, 'info',
            n.crew_name || CASE
                WHEN n.status = 'working' THEN ' at work' || coalesce(' on ' || f.feeder_name, '')
                WHEN o.status = 'off_shift' THEN ' called in' || coalesce(' for the outage on ' || f.feeder_name, '')
                ELSE ' assigned' || coalesce(' to the outage on ' || f.feeder_name, '')
            END,
            a.feeder_id, a.outage_id, coalesce(a.lon, n.lon), coalesce(a.lat, n.lat), u.is_demo
        FROM new_rows AS n
        JOIN old_rows AS o USING (crew_id)
        JOIN flux.utilities AS u ON u.utility_id = n.utility_id
        LEFT JOIN flux.outages AS a ON a.outage_id = n.outage_id
        LEFT JOIN flux.feeders AS f ON f.feeder_id = a.feeder_id
        WHERE
            n.status <> o.status
            AND (n.status = 'working' OR n.status IN ('assigned', 'en_route') AND o.status IN ('available', 'off_shift'))
        ORDER BY n.crew_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION flux.feeder_status_updated_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows AS n JOIN old_rows AS o USING (feeder_id) WHERE (n.load_pct >= 100) <> (o.load_pct >= 100)
    ) THEN
        INSERT INTO flux.events (utility_id, happened_at, kind, severity, message, feeder_id, lon, lat, is_simulated)
        SELECT
            n.utility_id, n.updated_at, what.kind, CASE WHEN n.load_pct >= 100 THEN 'warning' ELSE 'good' END,
            f.feeder_name || CASE WHEN n.load_pct >= 100 THEN ' carries ' ELSE ' is back at ' END
                || round(n.load_pct::numeric) || ' % of its rating',
            n.feeder_id, s.lon, s.lat, u.is_demo
        FROM new_rows AS n
        JOIN old_rows AS o USING (feeder_id)
        JOIN flux.utilities AS u ON u.utility_id = n.utility_id
        JOIN flux.feeders AS f ON f.feeder_id = n.feeder_id
        JOIN flux.substations AS s ON s.substation_id = f.substation_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN n.load_pct >= 100 THEN 'feeder_overloaded' ELSE 'feeder_relieved' END AS kind
        ) AS what
        WHERE
            (n.load_pct >= 100) <> (o.load_pct >= 100)
            AND NOT EXISTS (
                SELECT FROM flux.events AS e
                WHERE
                    e.utility_id = n.utility_id AND e.feeder_id = n.feeder_id AND e.kind = what.kind
                    AND e.happened_at > n.updated_at - interval '30 minutes'
            )
        ORDER BY n.feeder_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tell_inserted AFTER INSERT ON flux.outages REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.outages_inserted_events();
CREATE TRIGGER tell_updated AFTER UPDATE ON flux.outages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.outages_updated_events();
CREATE TRIGGER tell_updated AFTER UPDATE ON flux.devices REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.devices_updated_events();
CREATE TRIGGER tell_updated AFTER UPDATE ON flux.crews REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.crews_updated_events();
CREATE TRIGGER tell_updated AFTER UPDATE ON flux.feeder_status REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.feeder_status_updated_events();
