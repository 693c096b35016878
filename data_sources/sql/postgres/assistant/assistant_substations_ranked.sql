-- One row a substation: what its feeders carry and serve now; load_pct is their apparent power of its capacity.
-- result: asset_id int32, name string, load_kw float64, load_pct float64, capacity_mva float32, headroom_mva float64,
-- voltage_kv float32, feeders int64, customers int64, transformers int64, updated_at timestamp,
-- lon float64, lat float64
-- topics: network, feeder_status
SELECT
    s.substation_id AS asset_id, s.substation_name AS name, v.load_kw, 100 * v.apparent_kva / nullif(s.capacity_mva * 1000, 0) AS load_pct,
    s.capacity_mva, s.capacity_mva - v.apparent_kva / 1000 AS headroom_mva, s.voltage_kv, v.feeders, v.customers, v.transformers,
    v.updated_at, s.lon, s.lat
FROM flux.substations AS s
LEFT JOIN (
    SELECT
        f.substation_id, count(*) AS feeders, sum(flux.known(t.load_kw)) AS load_kw,
        sum(flux.known(t.load_kw / coalesce(nullif(flux.known(t.power_factor), 0), 1))) AS apparent_kva,
        sum(m.customers_served) AS customers, sum(m.transformers) AS transformers,
        max(t.updated_at) AS updated_at
    FROM flux.feeders AS f
    LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
    LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
    WHERE f.utility_id = :utility_id
    GROUP BY f.substation_id
) AS v ON v.substation_id = s.substation_id
WHERE s.utility_id = :utility_id
ORDER BY s.substation_name, s.substation_id
