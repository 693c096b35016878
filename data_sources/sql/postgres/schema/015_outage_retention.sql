-- From where on this database answers for outages that are over: whatever is over and began before is in the history's
-- OUTAGE_EVENTS, and gone from here but for what could not be moved yet. No row: nothing was moved.
CREATE TABLE flux.outage_retention (
    utility_id      integer PRIMARY KEY REFERENCES flux.utilities ON DELETE CASCADE,
    moved_before    timestamptz NOT NULL
);

-- What moves to the history was interrupted all the same: the sums of its feeder and year stay.
CREATE OR REPLACE FUNCTION flux.outages_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('flux.is_moving', true), '') <> 'on' THEN
        PERFORM flux.sum_reliability((SELECT array_agg(ROW(o.*)::flux.outages) FROM old_rows AS o), -1);
    END IF;
    RETURN NULL;
END $$;
