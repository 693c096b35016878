-- What any system may write into the tables is counted right, or refused with the name of what is wrong.

-- Whether a time is one that can be reckoned with.
CREATE FUNCTION flux.is_moment(at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT at IS NULL OR at BETWEEN timestamptz '1800-01-01 00:00:00+00' AND timestamptz '2300-01-01 00:00:00+00'
$$;

-- Minutes of an outage in which nobody was back before its end, or its last step: what a writer of counts alone means.
CREATE FUNCTION flux.whole_minutes(told flux.outages) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT told.customers_interrupted
        * greatest(extract(epoch FROM coalesce(told.restored_at, told.stepped_at) - told.started_at)::float8, 0) / 60
$$;

-- As before (011), and: an outage of which no interruptions are kept accrues its customer minutes itself.
CREATE OR REPLACE FUNCTION flux.keep_outage() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lasting CONSTANT text[] := ARRAY['confirmed', 'crew_assigned', 'en_route', 'on_site'];
    kept record;
BEGIN
    IF NOT (flux.is_moment(NEW.started_at) AND flux.is_moment(NEW.stepped_at) AND flux.is_moment(NEW.restored_at)) THEN
        RAISE check_violation USING
            MESSAGE = 'outages_moments: started_at, stepped_at and restored_at must lie between the years 1800 and 2300';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.state := coalesce(NEW.state, CASE WHEN NEW.restored_at IS NOT NULL THEN 'closed' ELSE 'confirmed' END);
        NEW.reported_at := coalesce(NEW.reported_at, NEW.started_at);
        IF NOT NEW.has_interruptions AND NEW.customer_minutes = 0 THEN
            NEW.customer_minutes := flux.whole_minutes(NEW);
        END IF;
    ELSE
        IF NEW.has_interruptions THEN
            IF NEW.restored_at IS NOT NULL AND OLD.restored_at IS NULL THEN
                UPDATE flux.interruptions SET restored_at = greatest(out_at, NEW.restored_at)
                WHERE outage_id = NEW.outage_id AND restored_at IS NULL;
            END IF;
            SELECT
                coalesce(sum(customers), 0) AS interrupted,
                coalesce(sum(customers) FILTER (WHERE restored_at IS NULL), 0) AS still_out,
                count(*) FILTER (WHERE restored_at IS NULL) AS open_rows,
                count(*) AS all_rows, max(greatest(out_at, restored_at)) AS stepped_at, max(restored_at) AS restored_at
            INTO kept FROM flux.interruptions WHERE outage_id = NEW.outage_id;
            NEW.customers_interrupted := kept.interrupted;
            NEW.customers_out := kept.still_out;
            IF kept.all_rows > 0 THEN
                NEW.stepped_at := kept.stepped_at;
                NEW.restored_at := CASE WHEN kept.open_rows = 0 THEN kept.restored_at END;
            END IF;
            NEW.customer_minutes := (
                SELECT coalesce(sum(customers * extract(epoch FROM coalesce(restored_at, NEW.stepped_at) - out_at)::float8 / 60), 0)
                FROM flux.interruptions WHERE outage_id = NEW.outage_id
            );
            IF NEW.restored_at IS NOT NULL AND NEW.state = OLD.state AND NEW.state = ANY (lasting) THEN
                NEW.state := 'restored';
            END IF;
        ELSIF NEW.customer_minutes = 0 AND NEW.restored_at IS NOT NULL THEN
            NEW.customer_minutes := flux.whole_minutes(NEW);
        ELSIF NEW.customer_minutes = OLD.customer_minutes THEN  -- whoever wrote it leaves them to us
            IF NEW.customers_out <> OLD.customers_out THEN
                IF NEW.restored_at IS NOT NULL THEN
                    NEW.stepped_at := NEW.restored_at;
                ELSIF NEW.stepped_at = OLD.stepped_at THEN
                    NEW.stepped_at := greatest(now(), OLD.stepped_at);
                END IF;
                NEW.customer_minutes := OLD.customer_minutes
                    + OLD.customers_out * greatest(extract(epoch FROM NEW.stepped_at - OLD.stepped_at)::float8, 0) / 60;
            ELSIF abs(OLD.customer_minutes - flux.whole_minutes(OLD)) < 0.001 THEN  -- its times or counts were corrected
                NEW.customer_minutes := flux.whole_minutes(NEW);
            END IF;
        END IF;
        IF NEW.state = OLD.state THEN  -- whoever wrote it may know no states
            IF NEW.restored_at IS NOT NULL AND NEW.state = ANY (lasting || ARRAY['predicted']) THEN
                NEW.state := 'closed';
            ELSIF NEW.restored_at IS NULL AND NEW.state IN ('restored', 'closed') THEN
                NEW.state := 'confirmed';
                NEW.closed_at := NULL;
            ELSIF NEW.customers_out > 0 AND NEW.state IN ('predicted', 'planned', 'cancelled', 'merged') THEN
                NEW.state := 'confirmed';
            ELSIF NEW.state = ANY (lasting) AND NEW.crew_id IS DISTINCT FROM OLD.crew_id THEN
                NEW.state := CASE WHEN NEW.crew_id IS NULL THEN 'confirmed' ELSE 'crew_assigned' END;
            END IF;
        END IF;
    END IF;
    IF NEW.state NOT IN ('predicted', 'planned', 'cancelled', 'merged') THEN
        NEW.confirmed_at := coalesce(
            NEW.confirmed_at, CASE WHEN NEW.customers_out > 0 OR NEW.has_interruptions OR TG_OP = 'INSERT' THEN NEW.started_at END);
    END IF;
    IF NEW.state = 'closed' THEN NEW.closed_at := coalesce(NEW.closed_at, NEW.restored_at, now()); END IF;
    NEW.is_active := NEW.state = ANY (lasting) AND NEW.restored_at IS NULL AND NEW.confirmed_at IS NOT NULL;
    NEW.is_sustained := NULL;
    NEW.sustained_customers := 0;
    NEW.sustained_minutes := 0;
    IF NEW.restored_at IS NULL OR NEW.customers_interrupted = 0 THEN
        NULL;  -- it lasts, or nobody was interrupted
    ELSIF NEW.has_interruptions AND TG_OP = 'UPDATE' THEN
        SELECT
            count(*) > 0, coalesce(sum(customers), 0),
            coalesce(sum(customers * extract(epoch FROM restored_at - out_at)::float8 / 60), 0)
        INTO NEW.is_sustained, NEW.sustained_customers, NEW.sustained_minutes
        FROM flux.interruptions
        WHERE outage_id = NEW.outage_id AND customers > 0 AND restored_at - out_at > interval '5 minutes';
    ELSE
        NEW.is_sustained := NEW.restored_at - NEW.started_at > interval '5 minutes';
        NEW.sustained_customers := CASE WHEN NEW.is_sustained THEN NEW.customers_interrupted ELSE 0 END;
        NEW.sustained_minutes := CASE WHEN NEW.is_sustained THEN NEW.customer_minutes ELSE 0 END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version AND NEW IS DISTINCT FROM OLD THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END $$;

-- What such writers left at none before.
UPDATE flux.outages SET customer_minutes = 0
WHERE
    NOT has_interruptions AND customer_minutes = 0 AND customers_interrupted > 0 AND restored_at > started_at
    AND isfinite(restored_at) AND isfinite(started_at);

-- A feed is shown whole: one row without a moment would take it down.
DELETE FROM flux.events WHERE NOT isfinite(happened_at);

-- Times, counts and places that nothing can be worked out with are refused, whoever writes them. Rows that are there
-- already stay (NOT VALID): a source answers NULL for what is not finite in them.
CREATE FUNCTION flux.is_place(lon double precision, lat double precision) RETURNS boolean LANGUAGE sql IMMUTABLE
PARALLEL SAFE AS $$
    SELECT (lon IS NULL OR lon BETWEEN -180 AND 360) AND (lat IS NULL OR lat BETWEEN -90 AND 90)  -- NaN is above all
$$;

ALTER TABLE flux.outages
    ADD CONSTRAINT outages_moments CHECK (
        flux.is_moment(started_at) AND flux.is_moment(restored_at) AND flux.is_moment(estimated_restoration_at)
        AND flux.is_moment(stepped_at) AND flux.is_moment(reported_at) AND flux.is_moment(confirmed_at)
        AND flux.is_moment(closed_at) AND flux.is_moment(planned_start_at) AND flux.is_moment(planned_end_at)
    ) NOT VALID,
    ADD CONSTRAINT outages_ended_after_start CHECK (restored_at >= started_at) NOT VALID,
    ADD CONSTRAINT outages_customers_possible CHECK (customers_interrupted <= 100000000) NOT VALID,
    ADD CONSTRAINT outages_minutes_possible CHECK (customer_minutes BETWEEN 0 AND 1e30) NOT VALID,
    ADD CONSTRAINT outages_place CHECK (flux.is_place(lon, lat)) NOT VALID;
ALTER TABLE flux.interruptions
    ADD CONSTRAINT interruptions_moments CHECK (flux.is_moment(out_at) AND flux.is_moment(restored_at)) NOT VALID,
    ADD CONSTRAINT interruptions_customers_possible CHECK (customers <= 100000000) NOT VALID;
ALTER TABLE flux.events
    ADD CONSTRAINT events_moment CHECK (flux.is_moment(happened_at)) NOT VALID,
    ADD CONSTRAINT events_place CHECK (flux.is_place(lon, lat)) NOT VALID;
ALTER TABLE flux.trouble_calls
    ADD CONSTRAINT trouble_calls_moments CHECK (
        flux.is_moment(called_at) AND flux.is_moment(called_back_at) AND flux.is_moment(closed_at)
    ) NOT VALID,
    ADD CONSTRAINT trouble_calls_place CHECK (flux.is_place(lon, lat)) NOT VALID;
ALTER TABLE flux.meter_messages
    ADD CONSTRAINT meter_messages_moments CHECK (flux.is_moment(sent_at) AND flux.is_moment(received_at)) NOT VALID;
ALTER TABLE flux.crews
    ADD CONSTRAINT crews_moment CHECK (flux.is_moment(updated_at)) NOT VALID,
    ADD CONSTRAINT crews_place CHECK (flux.is_place(lon, lat)) NOT VALID;
ALTER TABLE flux.damage_assessments
    ADD CONSTRAINT damage_assessments_moments CHECK (flux.is_moment(assessed_at) AND flux.is_moment(withdrawn_at)) NOT VALID,
    ADD CONSTRAINT damage_assessments_place CHECK (flux.is_place(lon, lat)) NOT VALID;
