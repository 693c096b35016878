-- One row: what is known where somebody calls from: what feeds them, whether they are out, and what can be told them.
-- outage_id: the outage in which they have no supply, else the last one there that was restored in the past hour.
-- calls: of the meter, that are open already.
-- result: meter_id int32, transformer_id int32, transformer_name string, feeder_name string, substation_name string,
-- phone string, calls int64, outage_id int64, outage_state string, cause string, started_at timestamp,
-- restored_at timestamp, estimated_restoration_at timestamp, estimated_by string, crew_name string, crew_status string,
-- customers_out int32, lon float64, lat float64
-- topics: calls, outages, crews, network
SELECT
    m.meter_id, m.transformer_id, t.transformer_name, f.feeder_name, s.substation_name,
    CASE
        WHEN :sees_people
            THEN (SELECT a.phone FROM flux.customers AS a WHERE a.meter_id = m.meter_id ORDER BY a.is_active DESC LIMIT 1)
    END AS phone,
    (SELECT count(*) FROM flux.trouble_calls AS c WHERE c.meter_id = m.meter_id AND c.closed_at IS NULL) AS calls,
    o.outage_id, o.state AS outage_state, o.cause, o.started_at, o.restored_at, o.estimated_restoration_at,
    o.estimated_by, w.crew_name, w.status AS crew_status, o.customers_out, m.lon, m.lat
FROM flux.meters AS m
JOIN flux.transformers AS t ON t.transformer_id = m.transformer_id
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN LATERAL (
    SELECT o.*
    FROM flux.outages AS o
    WHERE
        o.utility_id = m.utility_id
        AND (o.is_active OR (o.restored_at > now() - interval '1 hour' AND o.state IN ('restored', 'closed')))
        AND (
            o.transformer_id = m.transformer_id
            OR EXISTS (
                SELECT 1 FROM flux.interruptions AS i
                WHERE
                    i.outage_id = o.outage_id AND i.transformer_ids @> ARRAY[m.transformer_id]
                    AND (i.restored_at IS NULL OR i.restored_at > now() - interval '1 hour')
            )
        )
    ORDER BY o.is_active DESC, o.started_at DESC
    LIMIT 1
) AS o ON true
LEFT JOIN flux.crews AS w ON w.crew_id = o.crew_id
WHERE m.meter_id = :meter_id AND m.utility_id = :utility_id
