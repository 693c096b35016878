-- One row an outage that still lasts: most customers out first, then the oldest.
-- Priority: as set by hand, else high over 500 customers out, medium 100 to 500, low below.
-- result: outage_id int64, feeder_id int32, feeder_name string, substation_name string, device_id int32, device_name string,
-- device_kind string, transformer_id int32, transformer_name string, cause string, priority string, customers_out int32,
-- customers_interrupted int32, started_at timestamp, estimated_restoration_at timestamp, crew_id int32, crew_name string,
-- crew_status string, lon float64, lat float64, is_simulated bool, kind string, state string, version int32,
-- estimated_by string, estimate_reason string, hazards string
-- topics: outages, crews, network
SELECT
    o.outage_id, o.feeder_id, f.feeder_name, s.substation_name, o.device_id, d.device_name, d.kind AS device_kind,
    o.transformer_id, t.transformer_name, o.cause,
    coalesce(o.priority, CASE WHEN o.customers_out > 500 THEN 'high' WHEN o.customers_out >= 100 THEN 'medium' ELSE 'low' END) AS priority,
    o.customers_out, o.customers_interrupted, o.started_at, o.estimated_restoration_at, o.crew_id, c.crew_name,
    c.status AS crew_status, o.lon, o.lat, o.is_simulated, o.kind, o.state, o.version, o.estimated_by, o.estimate_reason,
    array_to_string(o.hazards, ', ') AS hazards
FROM flux.outages AS o
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE o.utility_id = :utility_id AND o.is_active
ORDER BY o.customers_out DESC, o.started_at, o.outage_id
