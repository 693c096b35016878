-- One row a substation with what alarms watch of it: its load is that of its details (details_substation.sql), and as old
-- as the oldest measurement in it.
-- result: substation_id int32, substation_load_pct float64, updated_s float64, substation_customers_out float64
-- topics: feeder_status, outages, network
SELECT
    s.substation_id,
    100 * sum(flux.known(t.load_kw / coalesce(nullif(flux.known(t.power_factor), 0), 1))) / nullif(s.capacity_mva * 1000, 0)
        AS substation_load_pct,
    extract(epoch FROM min(t.updated_at))::float8 AS updated_s,
    coalesce(sum(o.customers_out), 0)::float8 AS substation_customers_out
FROM flux.substations AS s
LEFT JOIN flux.feeders AS f ON f.utility_id = s.utility_id AND f.substation_id = s.substation_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT feeder_id, sum(customers_out) AS customers_out
    FROM flux.outages
    WHERE utility_id = :utility_id AND is_active
    GROUP BY feeder_id
) AS o ON o.feeder_id = f.feeder_id
WHERE s.utility_id = :utility_id
GROUP BY s.substation_id
ORDER BY s.substation_id
