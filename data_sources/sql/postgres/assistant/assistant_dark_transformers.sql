-- One row a transformer of a place that has no supply now. 0 for an id: any.
-- result: asset_id int32, name string, feeder_name string, customers_served int32, rated_kva float32, updated_at timestamp,
-- lon float64, lat float64
-- topics: network, transformer_status
SELECT
    t.transformer_id AS asset_id, t.transformer_name AS name, f.feeder_name, t.customers_served, t.rated_kva, u.updated_at, t.lon, t.lat
FROM flux.transformer_status AS u
JOIN flux.transformers AS t ON t.transformer_id = u.transformer_id
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
WHERE
    u.utility_id = :utility_id AND NOT u.is_energized AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
ORDER BY t.transformer_name, t.transformer_id
