-- One row a feeder: active service points, its substation.
-- result: feeder_name string, substation_name string, customers_served int32
-- topics: network
SELECT f.feeder_name, s.substation_name, m.customers_served
FROM flux.feeders AS f
JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
