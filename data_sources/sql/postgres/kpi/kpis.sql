-- One row: the present state of a utility, from its summary rows alone. Nothing recorded gives NULL, never a zero.
-- SAIDI and SAIFI are IEEE Std 1366: customer minutes, and customers interrupted, over customers served; sustained
-- ones only (over five minutes, each customer by their own), counted in the year in which the customers' interruption began, in
-- the utility's own time zone, as the reliability engine counts them. What is over was summed when it ended, in the year that
-- the outage began; its steps that began after a New Year are added here; what still lasts accrues here up to as_of.
-- as_of NULL is now.
-- result: as_of timestamp, time_zone string, year int32, customers_served int64, saidi_minutes float64, saifi float64,
-- sustained_outages int64, momentary_outages int64, active_outages int64, starting_outages int64, customers_out int64,
-- oldest_outage_at timestamp, load_kw float64, design_peak_kw float64, load_updated_at timestamp, feeders int64,
-- deenergized_feeders int64, crews_available int64, crews_assigned int64, crews_off_shift int64
-- topics: outages, feeder_status, crews, network
-- ages: 10
WITH scope AS (
    SELECT
        utility_id, time_zone, coalesce(CAST(:as_of AS timestamptz), now()) AS as_of,
        extract(year FROM coalesce(CAST(:as_of AS timestamptz), now()) AT TIME ZONE time_zone)::integer AS year
    FROM flux.utilities
    WHERE utility_id = :utility_id
),
served AS (
    SELECT nullif(sum(customers_served), 0) AS customers_served FROM flux.feeder_summary WHERE utility_id = :utility_id
),
active AS (
    SELECT
        count(*) AS outages,
        count(*) FILTER (WHERE s.as_of - o.started_at <= interval '5 minutes') AS starting,
        coalesce(sum(o.customers_out), 0) AS customers_out,
        min(o.started_at) AS oldest_at
    FROM flux.outages AS o
    CROSS JOIN scope AS s
    -- as_of may be some seconds old, so that sessions share an answer; what began since then counts all the same.
    WHERE o.utility_id = :utility_id AND o.is_active
),
-- Each customer's own interruption in them, once it is sustained.
so_far AS (
    SELECT
        count(DISTINCT i.outage_id) AS sustained,
        coalesce(sum(i.customers), 0) AS interruptions,
        coalesce(sum(
            i.customer_minutes + i.customers_out * greatest(extract(epoch FROM s.as_of - i.stepped_at), 0)::float8 / 60
        ), 0) AS customer_minutes
    FROM flux.customer_interruptions AS i
    CROSS JOIN scope AS s
    WHERE
        i.utility_id = :utility_id AND i.is_active
        AND extract(year FROM i.out_at AT TIME ZONE s.time_zone) = s.year
        AND coalesce(i.restored_at, s.as_of) - i.out_at > interval '5 minutes'
),
-- Of outages that began in another year and are over. The two lines on years are those of the index outages_over_new_year;
-- without OFFSET the planner, which knows nothing of such expressions, would go through all interruptions.
over_new_year AS (
    SELECT
        count(DISTINCT o.outage_id) AS sustained,
        coalesce(sum(i.customers), 0) AS interruptions,
        coalesce(sum(i.customers * extract(epoch FROM i.restored_at - i.out_at)::float8 / 60), 0) AS customer_minutes
    FROM scope AS s
    CROSS JOIN LATERAL (
        SELECT outage_id
        FROM flux.outages
        WHERE
            utility_id = :utility_id AND has_interruptions AND restored_at IS NOT NULL
            AND extract(year FROM (started_at AT TIME ZONE 'UTC') - interval '1 day')
            <> extract(year FROM (restored_at AT TIME ZONE 'UTC') + interval '1 day')
            AND extract(year FROM started_at AT TIME ZONE s.time_zone) <> s.year
        OFFSET 0
    ) AS o
    CROSS JOIN LATERAL (
        SELECT customers, out_at, restored_at
        FROM flux.interruptions
        WHERE
            outage_id = o.outage_id AND extract(year FROM out_at AT TIME ZONE s.time_zone) = s.year
            AND restored_at - out_at > interval '5 minutes' AND customers > 0
        OFFSET 0
    ) AS i
),
ended AS (
    SELECT
        count(*) AS feeders,
        coalesce(sum(r.sustained_outages), 0) AS sustained,
        coalesce(sum(r.momentary_outages), 0) AS momentary,
        coalesce(sum(r.customer_interruptions), 0) AS interruptions,
        coalesce(sum(r.customer_minutes), 0) AS customer_minutes
    FROM flux.feeder_reliability AS r
    CROSS JOIN scope AS s
    WHERE r.utility_id = :utility_id AND r.year = s.year
),
-- Without a single outage on record an index of zero would be a claim nobody made.
recorded AS (
    SELECT
        e.feeders > 0 OR a.outages > 0
        OR EXISTS (SELECT 1 FROM flux.feeder_reliability AS r WHERE r.utility_id = :utility_id) AS is_recorded
    FROM ended AS e
    CROSS JOIN active AS a
),
load AS (
    SELECT
        sum(flux.known(load_kw)) AS load_kw,
        max(updated_at) AS updated_at,
        count(*) FILTER (WHERE NOT is_energized) AS deenergized
    FROM flux.feeder_status
    WHERE utility_id = :utility_id
),
peak AS (
    SELECT nullif(sum(flux.known(peak_load_kw)), 0) AS design_peak_kw, count(*) AS feeders
    FROM flux.feeders
    WHERE utility_id = :utility_id
),
crew AS (
    SELECT
        count(*) FILTER (WHERE status = 'available') AS available,
        count(*) FILTER (WHERE status IN ('assigned', 'en_route', 'working')) AS assigned,
        count(*) FILTER (WHERE status = 'off_shift') AS off_shift,
        count(*) AS crews
    FROM flux.crews
    WHERE utility_id = :utility_id
)
SELECT
    s.as_of, s.time_zone, s.year, v.customers_served::bigint AS customers_served,
    CASE WHEN is_recorded THEN (e.customer_minutes + i.customer_minutes + n.customer_minutes) / v.customers_served END AS saidi_minutes,
    CASE WHEN is_recorded THEN (e.interruptions + i.interruptions + n.interruptions)::float8 / v.customers_served END AS saifi,
    (e.sustained + i.sustained + n.sustained)::bigint AS sustained_outages, e.momentary::bigint AS momentary_outages,
    a.outages AS active_outages, a.starting AS starting_outages, a.customers_out::bigint AS customers_out,
    a.oldest_at AS oldest_outage_at, l.load_kw, p.design_peak_kw, l.updated_at AS load_updated_at, p.feeders,
    l.deenergized AS deenergized_feeders,
    CASE WHEN c.crews > 0 THEN c.available END AS crews_available,
    CASE WHEN c.crews > 0 THEN c.assigned END AS crews_assigned,
    CASE WHEN c.crews > 0 THEN c.off_shift END AS crews_off_shift
FROM scope AS s
CROSS JOIN served AS v
CROSS JOIN active AS a
CROSS JOIN so_far AS i
CROSS JOIN over_new_year AS n
CROSS JOIN ended AS e
CROSS JOIN recorded
CROSS JOIN load AS l
CROSS JOIN peak AS p
CROSS JOIN crew AS c
