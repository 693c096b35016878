-- One row a node.
-- result: node_id int32, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT node_id, lon, lat
FROM flux.nodes
WHERE utility_id = :utility_id
ORDER BY node_id
