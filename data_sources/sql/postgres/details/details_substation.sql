-- One row: a substation with what its feeders carry; load_pct is their apparent power of its capacity.
-- result: asset_id int32, name string, lon float64, lat float64, voltage_kv float32, capacity_mva float32, feeders int64,
-- load_kw float64, load_pct float64, customers_served int64, transformers int64, length_km float64, average_health_score float64,
-- deenergized_feeders int64, active_outages int64, customers_out int64, updated_at timestamp
-- topics: network, feeder_status, outages, asset_health
SELECT
    s.substation_id AS asset_id, s.substation_name AS name, s.lon, s.lat, s.voltage_kv, s.capacity_mva,
    count(f.feeder_id) AS feeders,
    sum(flux.known(t.load_kw)) AS load_kw,
    100 * sum(flux.known(t.load_kw / coalesce(nullif(flux.known(t.power_factor), 0), 1))) / nullif(s.capacity_mva * 1000, 0) AS load_pct,
    sum(m.customers_served) AS customers_served, sum(m.transformers) AS transformers,
    sum(flux.known(m.length_km)) AS length_km,
    sum(flux.known(m.average_health_score) * m.transformers) / nullif(sum(m.transformers), 0) AS average_health_score,
    count(*) FILTER (WHERE NOT t.is_energized) AS deenergized_feeders,
    coalesce(sum(o.outages), 0)::bigint AS active_outages, coalesce(sum(o.customers_out), 0)::bigint AS customers_out,
    max(t.updated_at) AS updated_at
FROM flux.substations AS s
LEFT JOIN flux.feeders AS f ON f.utility_id = s.utility_id AND f.substation_id = s.substation_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT feeder_id, count(*) AS outages, sum(customers_out) AS customers_out
    FROM flux.outages
    WHERE utility_id = :utility_id AND is_active
    GROUP BY feeder_id
) AS o ON o.feeder_id = f.feeder_id
WHERE s.utility_id = :utility_id AND s.substation_id = :asset_id
GROUP BY s.substation_id
