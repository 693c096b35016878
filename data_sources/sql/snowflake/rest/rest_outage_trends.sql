-- One row a period (UTC day, Monday week or month) and cause in which outages began, in order. An outage is sustained where
-- one of its interruptions is (IEEE 1366: over five minutes, each customer by their own); what lasts still is counted apart.
-- average_minutes: from the beginning of sustained outages to the return of their last customer.
-- result: period_start date, cause string, outages int32, momentary_outages int32, ongoing_outages int32,
--         customers_interrupted int64, customer_minutes float64, average_minutes float64
-- topics: ami, exports
WITH by_outage AS (
    SELECT
        outage_id, started_at, cause,
        MAX(DATEDIFF('second', COALESCE(out_at, started_at), restored_at)) AS longest_seconds,
        DATEDIFF('second', started_at, MAX(restored_at)) AS seconds,
        COUNT_IF(restored_at IS NULL) AS lasting,
        SUM(customers_interrupted) AS customers_interrupted,
        SUM(customer_minutes) AS customer_minutes
    FROM outage_events
    WHERE utility_id = :utility_id
        AND started_at >= :from_at::timestamp_ntz
        AND started_at < :to_at::timestamp_ntz
        AND (:feeder_id::integer IS NULL OR feeder_id = :feeder_id::integer)
        AND (:cause::varchar IS NULL OR cause = :cause::varchar)
    GROUP BY outage_id, started_at, cause
)
SELECT
    CASE :by
        WHEN 'day' THEN DATE_TRUNC('day', started_at)
        WHEN 'week' THEN DATE_TRUNC('week', started_at)
        ELSE DATE_TRUNC('month', started_at)
    END::date AS period_start,
    cause,
    COUNT_IF(lasting = 0 AND longest_seconds > 300) AS outages,
    COUNT_IF(lasting = 0 AND longest_seconds <= 300) AS momentary_outages,
    COUNT_IF(lasting > 0) AS ongoing_outages,
    SUM(customers_interrupted) AS customers_interrupted,
    SUM(customer_minutes) AS customer_minutes,
    AVG(IFF(lasting = 0 AND longest_seconds > 300, seconds, NULL)) / 60 AS average_minutes
FROM by_outage
GROUP BY period_start, cause
ORDER BY period_start, cause
