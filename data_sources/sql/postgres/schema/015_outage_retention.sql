-- What moves to the history was interrupted all the same: the sums of its feeder and year stay.
CREATE OR REPLACE FUNCTION flux.outages_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('flux.is_moving', true), '') <> 'on' THEN
        PERFORM flux.sum_reliability((SELECT array_agg(ROW(o.*)::flux.outages) FROM old_rows AS o), -1);
    END IF;
    RETURN NULL;
END $$;
