-- One row that is another one after any change to an outage that lasted in a span of time, here or moved to the history:
-- digests of their rows. Numbers of changes would not do: a list that is taken back and comes again corrected begins anew.
-- result: held string, moved string
-- topics: outages
SELECT
    (
        SELECT concat_ws(' ', count(*), sum(hash_record_extended(o, 0)))
        FROM flux.outages AS o
        WHERE
            utility_id = :utility_id AND started_at < CAST(:to_at AS timestamptz)
            AND (restored_at IS NULL OR restored_at >= CAST(:from_at AS timestamptz))
    ) AS held,
    (
        SELECT concat_ws(' ', count(*), sum(hash_record_extended(m, 0)))
        FROM flux.moved_outages AS m
        WHERE
            utility_id = :utility_id AND started_at < CAST(:to_at AS timestamptz)
            AND restored_at >= CAST(:from_at AS timestamptz)
    ) AS moved
