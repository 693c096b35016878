-- Outages that were taken back: deleted here, or as moved ones, and not moved. They count nowhere, whatever a history still
-- holds of them: until the next export in a history of files, for ever in one that somebody else writes.
CREATE TABLE flux.outages_taken_back (
    outage_id       bigint PRIMARY KEY,
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    taken_back_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outages_taken_back_of ON flux.outages_taken_back (utility_id);

-- Those of a utility that goes with them need not be remembered.
CREATE FUNCTION flux.remember_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('flux.is_moving', true), '') <> 'on' THEN
        INSERT INTO flux.outages_taken_back (outage_id, utility_id)
        SELECT o.outage_id, o.utility_id
        FROM old_rows AS o
        JOIN flux.utilities AS u ON u.utility_id = o.utility_id
        ON CONFLICT (outage_id) DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER taken_back AFTER DELETE ON flux.outages REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.remember_taken_back();
CREATE TRIGGER taken_back AFTER DELETE ON flux.moved_outages REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.remember_taken_back();

-- An outage that somebody writes again under its number is taken back no longer.
CREATE FUNCTION flux.forget_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM flux.outages_taken_back AS t USING new_rows AS n WHERE t.outage_id = n.outage_id;
    RETURN NULL;
END $$;
CREATE TRIGGER written_again AFTER INSERT ON flux.outages REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION flux.forget_taken_back();
