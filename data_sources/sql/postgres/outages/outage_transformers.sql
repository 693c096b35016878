-- One row a transformer with what an interruption of it counts.
-- result: transformer_id int32, customers int32, kva float64
-- topics: network
-- bulk: yes
SELECT transformer_id, customers_served AS customers, coalesce(rated_kva, 'NaN') AS kva
FROM flux.transformers
WHERE utility_id = :utility_id
ORDER BY transformer_id
