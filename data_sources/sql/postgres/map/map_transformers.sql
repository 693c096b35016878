-- One row a transformer of a utility with its load now, for the map. Without a status row its load is not
-- known, and it counts as supplied.
-- result: transformer_id int32, feeder_id int32, transformer_name string, lon float64, lat float64, rated_kva float32,
--   health_score float32, is_underground bool, customers_served int32, load_pct float32, is_energized bool
-- topics: network, transformer_status, asset_health
-- bulk: yes
SELECT
    t.transformer_id, t.feeder_id, t.transformer_name, t.lon, t.lat, t.rated_kva, t.health_score, t.is_underground,
    t.customers_served, s.load_pct, coalesce(s.is_energized, true) AS is_energized
FROM flux.transformers AS t
LEFT JOIN flux.transformer_status AS s ON s.transformer_id = t.transformer_id
WHERE t.utility_id = :utility_id
ORDER BY t.transformer_id
