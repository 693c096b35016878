-- One row an outage that is active; or, where asked for, that is not closed: predicted and planned ones, and those that
-- are restored and still to be closed. Most customers out first.
-- result: outage_id int64, state string, version int32, kind string, is_active bool, cause string, priority string,
-- hazards string, feeder_id int32, feeder_name string, substation_name string, device_id int32, device_name string,
-- transformer_id int32, transformer_name string, meter_id int32, probability float64, started_at timestamp,
-- estimated_restoration_at timestamp, estimated_by string, customers_predicted int32, customers_interrupted int32,
-- customers_out int32, crew_id int32, crew_name string, crew_status string, lon float64, lat float64, is_simulated bool
-- topics: outages, crews, network, calls
SELECT
    o.outage_id, o.state, o.version, o.kind, o.is_active, o.cause,
    coalesce(o.priority, CASE WHEN o.customers_out > 500 THEN 'high' WHEN o.customers_out >= 100 THEN 'medium' ELSE 'low' END)
        AS priority,
    array_to_string(o.hazards, ',') AS hazards, o.feeder_id, f.feeder_name, s.substation_name, o.device_id, d.device_name,
    o.transformer_id, t.transformer_name, o.meter_id,
    CASE WHEN o.confirmed_at IS NULL THEN p.probability END AS probability, o.started_at,
    o.estimated_restoration_at, o.estimated_by, o.customers_predicted,
    o.customers_interrupted, o.customers_out, o.crew_id, c.crew_name, c.status AS crew_status, o.lon, o.lat, o.is_simulated
FROM flux.outages AS o
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
LEFT JOIN flux.outage_predictions AS p ON p.outage_id = o.outage_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE
    o.utility_id = :utility_id
    AND o.state NOT IN ('closed', 'cancelled', 'merged')
    AND (o.is_active OR CAST(:is_unclosed AS boolean))
ORDER BY o.customers_out DESC, o.started_at, o.outage_id
