-- One row a meter on a transformer; no word of the customer but the class of the service.
-- result: asset_id int32, name string, customer_class string, is_active bool, has_solar bool, has_ev bool, lon float64, lat float64
-- topics: network
SELECT meter_id AS asset_id, meter_name AS name, customer_class, is_active, has_solar, has_ev, lon, lat
FROM flux.meters
WHERE utility_id = :utility_id AND transformer_id = :transformer_id
ORDER BY meter_name, meter_id
