-- One row a pole with what the history keeps of it.
-- result: pole_id int32, utility_id int32, feeder_id int32, pole_name string, material string, installed_year int16,
--         health_score float32, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT pole_id, utility_id, feeder_id, pole_name, material, installed_year, health_score, lon, lat
FROM flux.poles
WHERE utility_id = :utility_id
ORDER BY pole_id
