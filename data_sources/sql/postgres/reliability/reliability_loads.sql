-- One row a transformer and node with active customers: how many, and their average load by the meters' monthly energy
-- (730 hours a month).
-- result: transformer_id int32, node_id int32, customers int64, average_load_kw float64
-- topics: network
-- bulk: yes
SELECT
    transformer_id, node_id, count(*) AS customers, coalesce(sum(flux.known(monthly_kwh)), 0) / 730 AS average_load_kw
FROM flux.meters
WHERE utility_id = :utility_id AND is_active
GROUP BY transformer_id, node_id
ORDER BY transformer_id, node_id
