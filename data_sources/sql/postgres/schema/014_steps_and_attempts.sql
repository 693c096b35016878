-- What is written past the product's commands is seen as soon, and counted as right, as what goes through them.

-- An attempt that was refused changes no outage: its row in the audit alone tells of it.
CREATE TRIGGER notify AFTER INSERT ON flux.audit FOR EACH STATEMENT EXECUTE FUNCTION flux.notify_topic('audit');

-- Another system's rows in flux.interruptions step their outages: the outage's row is written where it says something else,
-- and flux.keep_outage works out its counts, its end and its state. The product's own writes come with the outage's row in
-- one transaction, which says so (own_steps.sql).
CREATE FUNCTION flux.step_outages() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed bigint[];
BEGIN
    IF current_setting('flux.own_steps', true) = 'on' THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' THEN
        changed := (SELECT array_agg(DISTINCT outage_id) FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        changed := (SELECT array_agg(DISTINCT outage_id) FROM old_rows);
    ELSE
        changed := (SELECT array_agg(outage_id) FROM (SELECT outage_id FROM old_rows UNION SELECT outage_id FROM new_rows) AS u);
    END IF;
    UPDATE flux.outages AS o SET has_interruptions = true
    FROM (
        SELECT
            c.outage_id, coalesce(sum(i.customers), 0) AS interrupted,
            coalesce(sum(i.customers) FILTER (WHERE i.restored_at IS NULL), 0) AS still_out,
            CASE WHEN bool_and(i.restored_at IS NOT NULL) THEN max(i.restored_at) END AS restored_at,
            coalesce(sum(i.customers * extract(epoch FROM i.restored_at - i.out_at)::float8 / 60), 0) AS minutes,
            max(greatest(i.out_at, i.restored_at)) AS stepped_at
        FROM unnest(changed) AS c (outage_id)
        LEFT JOIN flux.interruptions AS i ON i.outage_id = c.outage_id
        GROUP BY c.outage_id
    ) AS k
    WHERE
        o.outage_id = k.outage_id
        AND (
            NOT o.has_interruptions OR o.customers_interrupted <> k.interrupted OR o.customers_out <> k.still_out
            OR o.restored_at IS DISTINCT FROM k.restored_at
            OR (k.still_out = 0 AND abs(o.customer_minutes - k.minutes) > 0.001)
            OR (k.still_out > 0 AND o.stepped_at IS DISTINCT FROM k.stepped_at)
        );
    RETURN NULL;
END $$;
-- Inside another trigger (an outage's own end gives an end to its interruptions; its deletion takes them) nothing is stepped.
CREATE TRIGGER step_inserted AFTER INSERT ON flux.interruptions REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION flux.step_outages();
CREATE TRIGGER step_updated AFTER UPDATE ON flux.interruptions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION flux.step_outages();
CREATE TRIGGER step_deleted AFTER DELETE ON flux.interruptions REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION flux.step_outages();
