-- One row a fault of the last 24 hours that nothing reported and that is known by now, and one a false prediction
-- (is_nothing); of demos only, whose truth is known. minutes_to_find: until an outage at its very place was presumed.
-- result: is_nothing bool, minutes_to_find float64, is_right_first bool
-- topics: outages
SELECT
    f.is_nothing,
    CAST(extract(epoch FROM f.presumed_at - f.struck_at) / 60 AS double precision) AS minutes_to_find,
    CASE WHEN o.confirmed_at IS NOT NULL THEN f.is_right_first END AS is_right_first
FROM flux.sim_faults AS f
LEFT JOIN flux.outages AS o ON o.outage_id = f.outage_id
WHERE
    f.utility_id = :utility_id AND f.struck_at >= now() - interval '24 hours' AND (f.is_hidden OR f.is_nothing)
    AND CASE
        -- what was presumed and turned out to be somewhere else is not false, and what a person presumed is no prediction
        WHEN f.is_nothing THEN
            NOT EXISTS (SELECT FROM flux.sim_faults AS h WHERE h.outage_id = f.outage_id AND h.is_hidden)
            AND EXISTS (SELECT FROM flux.outage_predictions AS p WHERE p.outage_id = f.outage_id)
        ELSE f.outage_id IS NOT NULL
    END
ORDER BY f.struck_at, f.fault_id
