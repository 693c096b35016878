-- One row a transformer that serves customers: where they are, as far as areas go.
-- result: lon float64, lat float64, customers int32
-- topics: network
-- bulk: yes
SELECT lon, lat, customers_served AS customers
FROM flux.transformers
WHERE utility_id = :utility_id AND customers_served > 0
ORDER BY transformer_id
