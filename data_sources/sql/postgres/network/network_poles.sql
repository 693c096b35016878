-- One row a pole: the node it stands at.
-- result: pole_id int32, node_id int32
-- topics: network
-- bulk: yes
SELECT pole_id, node_id
FROM flux.poles
WHERE utility_id = :utility_id
ORDER BY pole_id
