-- One row a pole of a utility: what its health is judged by.
-- result: pole_id int32, node_id int32, feeder_id int32, material string, installed_year int16
-- topics: network
-- bulk: yes
SELECT pole_id, node_id, feeder_id, material, installed_year
FROM flux.poles
WHERE utility_id = :utility_id
ORDER BY pole_id
