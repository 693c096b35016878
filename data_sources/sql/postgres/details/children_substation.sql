-- One row a feeder of a substation.
-- result: kind string, asset_id int32, name string, note string
-- topics: network
SELECT 'feeder' AS kind, f.feeder_id AS asset_id, f.feeder_name AS name, to_char(m.customers_served, 'FM999,999') || ' customers' AS note
FROM flux.feeders AS f
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND f.substation_id = :asset_id
ORDER BY f.feeder_name
LIMIT 200
