-- One row: what lasts now in a place (substation_id, feeder_id; 0: all), of a cause (empty: any). critical_out: active accounts of critical customers
-- at transformers that are without supply; untold: outages whose end nobody has estimated; customers_back: those whom
-- they interrupted and who have supply again; next_etr: the first that is not over; customers_served: active service points.
-- result: outages int64, customers_out int64, customers_back int64, critical_out int64, without_crew int64, past_etr int64, untold int64,
-- first_etr timestamp, last_etr timestamp, next_etr timestamp, mean_minutes float64, customer_minutes float64, oldest_started_at timestamp, longest_minutes float64, customers_served int64
-- topics: outages, crews, network
WITH lasting AS (
    SELECT
        o.outage_id, o.customers_out, o.customers_interrupted, o.crew_id, o.estimated_restoration_at, o.started_at,
        o.customer_minutes + o.customers_out * extract(epoch FROM CAST(:as_of AS timestamptz) - o.stepped_at) / 60 AS lost
    FROM flux.outages AS o
    JOIN flux.feeders AS f ON f.feeder_id = o.feeder_id
    WHERE
        o.utility_id = :utility_id AND o.is_active AND :cause IN ('', o.cause) AND :feeder_id IN (0, o.feeder_id)
        AND :substation_id IN (0, f.substation_id)
),
dark AS (
    SELECT DISTINCT t.transformer_id
    FROM lasting AS o
    JOIN flux.interruptions AS i ON i.outage_id = o.outage_id AND i.restored_at IS NULL
    CROSS JOIN LATERAL unnest(i.transformer_ids) AS t (transformer_id)
),
critical AS (
    SELECT count(*) AS customers
    FROM dark AS d
    JOIN flux.meters AS m ON m.transformer_id = d.transformer_id
    JOIN flux.customers AS c ON c.meter_id = m.meter_id
    WHERE c.is_active AND c.critical_kind IS NOT NULL
)
SELECT
    count(*) AS outages, coalesce(sum(customers_out), 0)::bigint AS customers_out,
    coalesce(sum(greatest(customers_interrupted - customers_out, 0)), 0)::bigint AS customers_back,
    (SELECT customers FROM critical) AS critical_out,
    count(*) FILTER (WHERE crew_id IS NULL) AS without_crew,
    count(*) FILTER (WHERE estimated_restoration_at < CAST(:as_of AS timestamptz)) AS past_etr,
    count(*) FILTER (WHERE estimated_restoration_at IS NULL) AS untold,
    min(estimated_restoration_at) AS first_etr, max(estimated_restoration_at) AS last_etr,
    min(estimated_restoration_at) FILTER (WHERE estimated_restoration_at >= CAST(:as_of AS timestamptz)) AS next_etr,
    (extract(epoch FROM avg(CAST(:as_of AS timestamptz) - started_at)) / 60)::float8 AS mean_minutes,
    coalesce(sum(lost), 0)::float8 AS customer_minutes,
    min(started_at) AS oldest_started_at,
    extract(epoch FROM CAST(:as_of AS timestamptz) - min(started_at))::float8 / 60 AS longest_minutes,
    (
        SELECT coalesce(sum(s.customers_served), 0)::bigint FROM flux.feeder_summary AS s
        WHERE s.utility_id = :utility_id AND :feeder_id IN (0, s.feeder_id) AND :substation_id IN (0, s.substation_id)
    ) AS customers_served
FROM lasting
