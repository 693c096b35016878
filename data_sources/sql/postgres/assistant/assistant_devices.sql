-- One row a switching device of a place, of a kind and in a position; a tie belongs to either feeder that it joins.
-- 0 for an id and '' for a text: any. `state` is 'open', 'closed' or 'abnormal' (not as it normally is).
-- result: asset_id int32, name string, kind string, feeder_name string, other_feeder_name string, is_open bool,
-- is_normally_open bool, rated_a float32, updated_at timestamp, lon float64, lat float64
-- topics: network, devices
SELECT
    d.device_id AS asset_id, d.device_name AS name, d.kind, f.feeder_name, o.feeder_name AS other_feeder_name, d.is_open,
    d.is_normally_open, d.rated_a, d.updated_at, d.lon, d.lat
FROM flux.devices AS d
JOIN flux.feeders AS f ON f.feeder_id = d.feeder_id
LEFT JOIN flux.feeders AS o ON o.feeder_id = d.other_feeder_id AND d.kind = 'tie'
WHERE
    d.utility_id = :utility_id
    AND (:substation_id IN (0, f.substation_id) OR o.substation_id = :substation_id)
    AND (:feeder_id IN (0, f.feeder_id) OR o.feeder_id = :feeder_id)
    AND :kind IN ('', d.kind)
    AND CASE :state
        WHEN 'open' THEN d.is_open WHEN 'closed' THEN NOT d.is_open WHEN 'abnormal' THEN d.is_open <> d.is_normally_open
        ELSE true
    END
ORDER BY d.device_name, d.device_id
