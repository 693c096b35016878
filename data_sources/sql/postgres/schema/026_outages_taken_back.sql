-- Outages that were taken back: deleted here, or as moved ones, and not moved. They count nowhere, whatever a history still
-- holds of them: until the next export in a history of files, for ever in one that somebody else writes.
CREATE TABLE flux.outages_taken_back (
    outage_id       bigint PRIMARY KEY,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    taken_back_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outages_taken_back_of ON flux.outages_taken_back (utility_id);

-- Those of a utility that goes with them need not be remembered; an outage that is here in the place of a moved one is not gone.
CREATE FUNCTION flux.take_back(ids bigint[], utility_ids integer[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO flux.outages_taken_back (outage_id, utility_id)
    SELECT gone.outage_id, gone.utility_id
    FROM unnest(ids, utility_ids) AS gone (outage_id, utility_id)
    JOIN flux.utilities AS u ON u.utility_id = gone.utility_id
    WHERE NOT EXISTS (SELECT FROM flux.outages AS o WHERE o.outage_id = gone.outage_id)
    ON CONFLICT (outage_id) DO NOTHING
$$;
CREATE FUNCTION flux.remember_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('flux.is_moving', true), '') <> 'on' THEN
        PERFORM flux.take_back(array_agg(outage_id), array_agg(utility_id)) FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER taken_back AFTER DELETE ON flux.outages REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.remember_taken_back();
CREATE TRIGGER taken_back AFTER DELETE ON flux.moved_outages REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.remember_taken_back();

-- An outage that somebody writes again, under the number of one that was moved or taken back, is that outage: it counts here.
CREATE OR REPLACE FUNCTION flux.outages_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM flux.moved_outages AS m USING new_rows AS n WHERE m.outage_id = n.outage_id;
    DELETE FROM flux.outages_taken_back AS t USING new_rows AS n WHERE t.outage_id = n.outage_id;
    RETURN NULL;
END $$;
