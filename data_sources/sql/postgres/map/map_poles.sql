-- One row a pole of a utility, for the map.
-- result: pole_id int32, feeder_id int32, pole_name string, lon float64, lat float64, health_score float32
-- topics: network, asset_health
-- bulk: yes
SELECT pole_id, feeder_id, pole_name, lon, lat, health_score
FROM flux.poles
WHERE utility_id = :utility_id
ORDER BY pole_id
