-- One row a transformer that feeds critical customers, and how many of them depend on life support.
-- result: transformer_id int32, customers int64, life_support int64
-- topics: network
-- bulk: yes
SELECT m.transformer_id, count(*) AS customers, count(*) FILTER (WHERE c.critical_kind = 'life_support') AS life_support
FROM flux.customers AS c
JOIN flux.meters AS m ON m.meter_id = c.meter_id
WHERE c.utility_id = :utility_id AND c.is_active AND c.critical_kind IS NOT NULL
GROUP BY m.transformer_id
