-- One row a transformer in one restoration step, or a group of customers, of the outages that began in a span of time, of
-- those that lasted up to `ended_after` or longer and are over; -1 where no device or transformer is named, NaN where no
-- rating is known.
-- result: outage_id int64, step int32, feeder_id int32, device_id int32, transformer_id int32, started_at timestamp,
--         out_at timestamp, restored_at timestamp, kind string, cause string, customers int32, customer_minutes float64,
--         kva float64, is_simulated bool
-- topics: exports
SELECT
    outage_id, COALESCE(step, 1) AS step, feeder_id, COALESCE(device_id, -1) AS device_id,
    COALESCE(transformer_id, -1) AS transformer_id, started_at, COALESCE(out_at, started_at) AS out_at, restored_at,
    COALESCE(kind, 'unplanned') AS kind, cause, customers_interrupted AS customers, customer_minutes,
    COALESCE(kva, 'NaN'::double) AS kva, is_simulated
FROM outage_events
WHERE utility_id = :utility_id
    AND started_at >= :from_at::timestamp_ntz
    AND started_at < :to_at::timestamp_ntz
    AND restored_at >= :ended_after::timestamp_ntz
