-- One row a transformer and node at which its meters hang: active customers there, by class.
-- result: transformer_id int32, node_id int32, residential int32, commercial int32, industrial int32
-- topics: network
-- bulk: yes
SELECT
    transformer_id, node_id,
    count(*) FILTER (WHERE customer_class = 'residential') AS residential,
    count(*) FILTER (WHERE customer_class = 'commercial') AS commercial,
    count(*) FILTER (WHERE customer_class = 'industrial') AS industrial
FROM flux.meters
WHERE utility_id = :utility_id AND is_active
GROUP BY transformer_id, node_id
ORDER BY transformer_id, node_id
