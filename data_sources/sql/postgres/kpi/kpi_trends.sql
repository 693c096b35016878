-- One row: what the present state is compared with. NULL where there is nothing on record to compare with.
-- A day ago is the last sample at most 15 minutes older than that moment; last year is up to the same date and time of
-- day, and is compared only where the record reaches back to its January.
-- as_of NULL is now.
-- result: as_of timestamp, day_ago_at timestamp, day_ago_load_kw float64, day_ago_customers_out int64,
-- day_ago_active_outages int64, day_ago_crews_assigned int64, high_load_kw float64, high_load_at timestamp,
-- recorded_since timestamp, last_year_saidi_minutes float64, last_year_saifi float64, month_saidi_minutes float64,
-- month_saifi float64
-- topics: network
-- ages: 300
WITH scope AS (
    SELECT
        utility_id, time_zone, coalesce(CAST(:as_of AS timestamptz), now()) AS as_of,
        (date_trunc('year', coalesce(CAST(:as_of AS timestamptz), now()) AT TIME ZONE time_zone) - interval '1 year')
            AT TIME ZONE time_zone AS last_year_at,
        (coalesce(CAST(:as_of AS timestamptz), now()) AT TIME ZONE time_zone - interval '1 year') AT TIME ZONE time_zone AS same_date_at
    FROM flux.utilities
    WHERE utility_id = :utility_id
),
served AS (
    SELECT nullif(sum(customers_served), 0)::float8 AS customers FROM flux.feeder_summary WHERE utility_id = :utility_id
),
day_ago AS (
    SELECT h.*
    FROM flux.system_history AS h
    CROSS JOIN scope AS s
    WHERE
        h.utility_id = :utility_id
        AND h.sampled_at BETWEEN s.as_of - interval '24 hours 15 minutes' AND s.as_of - interval '24 hours'
    ORDER BY h.sampled_at DESC
    LIMIT 1
),
high AS (
    SELECT h.sampled_at, h.load_kw
    FROM flux.system_history AS h
    CROSS JOIN scope AS s
    WHERE
        h.utility_id = :utility_id AND flux.known(h.load_kw) IS NOT NULL
        AND h.sampled_at BETWEEN s.as_of - interval '48 hours' AND s.as_of
    ORDER BY h.load_kw DESC
    LIMIT 1
),
first_outage AS (
    SELECT least(  -- what was moved to the history was on record too
        (SELECT min(started_at) FROM flux.outages WHERE utility_id = :utility_id),
        (SELECT min(started_at) FROM flux.moved_outages WHERE utility_id = :utility_id)
    ) AS at
),
-- What still lasts is of this year or month and accrues up to as_of; only this month's sum can hold it.
past AS (
    SELECT
        sum(o.customers) FILTER (WHERE o.started_at < s.same_date_at) AS year_interruptions,
        sum(o.minutes) FILTER (WHERE o.started_at < s.same_date_at) AS year_minutes,
        sum(o.customers) FILTER (WHERE o.started_at >= s.as_of - interval '30 days') AS month_interruptions,
        sum(o.minutes) FILTER (WHERE o.started_at >= s.as_of - interval '30 days') AS month_minutes
    FROM scope AS s
    JOIN (
        SELECT utility_id, started_at, sustained_customers AS customers, sustained_minutes AS minutes
        FROM flux.outages
        WHERE is_sustained
        UNION ALL
        SELECT
            i.utility_id, i.started_at, i.customers,
            i.customer_minutes + i.customers_out * greatest(extract(epoch FROM w.as_of - i.stepped_at), 0)::float8 / 60
        FROM flux.customer_interruptions AS i
        CROSS JOIN scope AS w
        WHERE i.is_active AND coalesce(i.restored_at, w.as_of) - i.out_at > interval '5 minutes'
    ) AS o ON
        o.utility_id = s.utility_id
        AND (
            (o.started_at >= s.last_year_at AND o.started_at < s.same_date_at)
            OR (o.started_at >= s.as_of - interval '30 days' AND o.started_at <= s.as_of)
        )
)
SELECT
    s.as_of,
    d.sampled_at AS day_ago_at,
    d.load_kw AS day_ago_load_kw,
    d.customers_out::bigint AS day_ago_customers_out,
    d.active_outages::bigint AS day_ago_active_outages,
    d.crews_assigned::bigint AS day_ago_crews_assigned,
    h.load_kw AS high_load_kw,
    h.sampled_at AS high_load_at,
    f.at AS recorded_since,
    CASE WHEN f.at < s.last_year_at + interval '31 days' THEN coalesce(p.year_minutes, 0) / v.customers END AS last_year_saidi_minutes,
    CASE WHEN f.at < s.last_year_at + interval '31 days' THEN coalesce(p.year_interruptions, 0) / v.customers END AS last_year_saifi,
    CASE WHEN f.at < s.as_of - interval '30 days' THEN coalesce(p.month_minutes, 0) / v.customers END AS month_saidi_minutes,
    CASE WHEN f.at < s.as_of - interval '30 days' THEN coalesce(p.month_interruptions, 0) / v.customers END AS month_saifi
FROM scope AS s
CROSS JOIN served AS v
CROSS JOIN first_outage AS f
CROSS JOIN past AS p
LEFT JOIN day_ago AS d ON true
LEFT JOIN high AS h ON true
