-- One row: an outage, whatever its state.
-- result: outage_id int64, utility_id int32, state string, version int32, kind string, is_active bool, cause string,
-- priority string, hazards string, feeder_id int32, feeder_name string, device_id int32, device_name string,
-- transformer_id int32, transformer_name string, meter_id int32, probability float64, lon float64, lat float64,
-- started_at timestamp, reported_at timestamp,
-- confirmed_at timestamp, restored_at timestamp, closed_at timestamp, planned_start_at timestamp, planned_end_at timestamp,
-- estimated_restoration_at timestamp, estimated_by string, estimate_reason string, customers_predicted int32,
-- customers_interrupted int32, customers_out int32, customer_minutes float64, stepped_at timestamp, crew_id int32,
-- crew_name string, crew_status string, merged_into int64, split_from int64, is_simulated bool
-- topics: outages, crews, calls
SELECT
    o.outage_id, o.utility_id, o.state, o.version, o.kind, o.is_active, o.cause,
    coalesce(o.priority, CASE WHEN o.customers_out > 500 THEN 'high' WHEN o.customers_out >= 100 THEN 'medium' ELSE 'low' END)
        AS priority,
    array_to_string(o.hazards, ',') AS hazards, o.feeder_id, f.feeder_name, o.device_id, d.device_name, o.transformer_id,
    t.transformer_name, o.meter_id, CASE WHEN o.confirmed_at IS NULL THEN p.probability END AS probability, o.lon, o.lat,
    o.started_at, o.reported_at, o.confirmed_at, o.restored_at, o.closed_at,
    o.planned_start_at, o.planned_end_at, o.estimated_restoration_at, o.estimated_by, o.estimate_reason,
    o.customers_predicted, o.customers_interrupted, o.customers_out, o.customer_minutes, o.stepped_at, o.crew_id, c.crew_name,
    CASE WHEN c.outage_id = o.outage_id THEN c.status END AS crew_status, o.merged_into, o.split_from, o.is_simulated
FROM flux.outages AS o
LEFT JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
LEFT JOIN flux.outage_predictions AS p ON p.outage_id = o.outage_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE o.outage_id = :outage_id
