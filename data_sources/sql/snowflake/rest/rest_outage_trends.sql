-- One row a period (UTC day, Monday week or month) and cause in which outages began, in order.
-- result: period_start date, cause string, outages int32, momentary_outages int32, ongoing_outages int32,
--         customers_interrupted int64, customer_minutes float64, average_minutes float64
-- topics: ami, exports
SELECT
    CASE :by
        WHEN 'day' THEN DATE_TRUNC('day', started_at)
        WHEN 'week' THEN DATE_TRUNC('week', started_at)
        ELSE DATE_TRUNC('month', started_at)
    END::date AS period_start,
    cause,
    -- IEEE 1366: sustained is over five minutes; what lasts still is counted apart
    COUNT_IF(DATEDIFF('second', started_at, restored_at) > 300) AS outages,
    COUNT_IF(DATEDIFF('second', started_at, restored_at) <= 300) AS momentary_outages,
    COUNT_IF(restored_at IS NULL) AS ongoing_outages,
    SUM(customers_interrupted) AS customers_interrupted,
    SUM(customer_minutes) AS customer_minutes,
    AVG(IFF(DATEDIFF('second', started_at, restored_at) > 300, DATEDIFF('second', started_at, restored_at), NULL)) / 60
        AS average_minutes
FROM outage_events
WHERE utility_id = :utility_id
    AND started_at >= :from_at::timestamp_ntz
    AND started_at < :to_at::timestamp_ntz
    AND (:feeder_id::integer IS NULL OR feeder_id = :feeder_id::integer)
    AND (:cause::varchar IS NULL OR cause = :cause::varchar)
GROUP BY period_start, cause
ORDER BY period_start, cause
