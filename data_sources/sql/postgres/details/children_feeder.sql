-- One row a switching device of a feeder, breakers first.
-- result: kind string, asset_id int32, name string, note string
-- topics: network, devices
SELECT 'device' AS kind, device_id AS asset_id, device_name AS name, kind || CASE WHEN is_open THEN ', open' ELSE '' END AS note
FROM flux.devices
WHERE utility_id = :utility_id AND feeder_id = :asset_id
ORDER BY array_position(ARRAY['breaker', 'recloser', 'sectionaliser', 'switch', 'tie', 'fuse'], kind), device_name
LIMIT 200
