-- One row a week of this year (seven days from January 1 in the utility's zone) in which sustained outages started: their sums.
-- An outage that still lasts counts with what it has accrued up to as_of.
-- as_of NULL is now.
-- result: week int32, customer_interruptions int64, customer_minutes float64
-- topics: network
-- ages: 3600
SELECT
    (extract(doy FROM o.started_at AT TIME ZONE u.time_zone)::integer - 1) / 7 AS week,
    sum(o.customers)::bigint AS customer_interruptions,
    sum(o.customer_minutes) AS customer_minutes
FROM flux.utilities AS u
JOIN (
    SELECT utility_id, started_at, sustained_customers AS customers, sustained_minutes AS customer_minutes
    FROM flux.outages
    WHERE is_sustained
    UNION ALL
    SELECT
        utility_id, started_at, customers,
        customer_minutes
        + customers_out * greatest(extract(epoch FROM coalesce(CAST(:as_of AS timestamptz), now()) - stepped_at), 0)::float8 / 60
    FROM flux.customer_interruptions
    WHERE is_active AND coalesce(restored_at, CAST(:as_of AS timestamptz), now()) - out_at > interval '5 minutes'
) AS o ON o.utility_id = u.utility_id
WHERE
    u.utility_id = :utility_id
    AND o.started_at >= date_trunc('year', coalesce(CAST(:as_of AS timestamptz), now()) AT TIME ZONE u.time_zone) AT TIME ZONE u.time_zone
    AND o.started_at <= coalesce(CAST(:as_of AS timestamptz), now())
GROUP BY 1
ORDER BY 1
