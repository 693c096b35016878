-- One row an outage that began, ended or lasted in a period: those that last at its end first, most customers first.
-- result: outage_id int64, feeder_name string, place string, cause string, state string, customers_interrupted int32,
-- customers_out int32, started_at timestamp, restored_at timestamp, estimated_restoration_at timestamp, crew_name string,
-- is_open bool, is_simulated bool
-- topics: outages, crews
SELECT
    o.outage_id, f.feeder_name, coalesce(d.device_name, t.transformer_name, f.feeder_name) AS place, o.cause, o.state,
    o.customers_interrupted, o.customers_out, o.started_at, o.restored_at, o.estimated_restoration_at, c.crew_name,
    o.restored_at IS NULL OR o.restored_at >= :to_at AS is_open, o.is_simulated
FROM flux.outages AS o
JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
LEFT JOIN flux.devices AS d ON d.device_id = o.device_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = o.transformer_id
LEFT JOIN flux.crews AS c ON c.crew_id = o.crew_id
WHERE
    o.utility_id = :utility_id AND o.started_at < :to_at AND (o.restored_at IS NULL OR o.restored_at >= :from_at)
    AND (o.is_active OR o.restored_at IS NOT NULL)
ORDER BY is_open DESC, o.customers_interrupted DESC, o.outage_id
