-- One row the line section that a device opens and closes.
-- result: kind string, asset_id int32, name string, note string
-- topics: network
SELECT 'segment' AS kind, g.segment_id AS asset_id, g.segment_name AS name, g.conductor AS note
FROM flux.devices AS d
JOIN flux.segments AS g ON g.segment_id = d.segment_id
WHERE d.utility_id = :utility_id AND d.device_id = :asset_id
