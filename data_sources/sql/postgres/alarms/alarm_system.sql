-- One row: what alarms watch of a whole utility, as the KPI row counts it. Weather is that of the last hour that has begun.
-- result: utility_id int32, system_load_kw float64, system_load_pct float64, system_customers_out float64,
-- system_customers_out_pct float64, system_active_outages float64, temperature_c float64, wind_mps float64, weather_s float64,
-- feeder_status_s float64, transformer_status_s float64, updated_s float64
-- topics: feeder_status, transformer_status, outages, weather, network
-- ages: 60
SELECT
    u.utility_id, l.load_kw AS system_load_kw, 100 * l.load_kw / p.peak_kw AS system_load_pct,
    o.customers_out AS system_customers_out, 100 * o.customers_out / v.customers_served AS system_customers_out_pct,
    o.outages AS system_active_outages, w.temperature_c, w.wind_mps,
    extract(epoch FROM w.observed_at)::float8 AS weather_s, extract(epoch FROM l.updated_at)::float8 AS feeder_status_s,
    extract(epoch FROM t.updated_at)::float8 AS transformer_status_s, extract(epoch FROM l.updated_at)::float8 AS updated_s
FROM flux.utilities AS u
CROSS JOIN LATERAL (
    SELECT sum(flux.known(s.load_kw)) AS load_kw, max(s.updated_at) AS updated_at
    FROM flux.feeder_status AS s
    WHERE s.utility_id = u.utility_id
) AS l
CROSS JOIN LATERAL (
    SELECT max(s.updated_at) AS updated_at FROM flux.transformer_status AS s WHERE s.utility_id = u.utility_id
) AS t
CROSS JOIN LATERAL (
    SELECT nullif(sum(flux.known(f.peak_load_kw)), 0) AS peak_kw FROM flux.feeders AS f WHERE f.utility_id = u.utility_id
) AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.customers_out), 0)::float8 AS customers_out, count(*)::float8 AS outages
    FROM flux.outages AS a
    WHERE a.utility_id = u.utility_id AND a.is_active
) AS o
CROSS JOIN LATERAL (
    SELECT nullif(sum(m.customers_served), 0)::float8 AS customers_served
    FROM flux.feeder_summary AS m
    WHERE m.utility_id = u.utility_id
) AS v
LEFT JOIN LATERAL (
    SELECT h.temperature_c, h.wind_mps, h.observed_at
    FROM flux.weather AS h
    WHERE h.utility_id = u.utility_id AND h.observed_at <= now()
    ORDER BY h.observed_at DESC
    LIMIT 1
) AS w ON true
WHERE u.utility_id = :utility_id
