-- One row a meter of a utility, for the map.
-- result: meter_id int32, feeder_id int32, transformer_id int32, meter_name string, lon float64, lat float64, monthly_kwh float32
-- topics: network
-- bulk: yes
SELECT meter_id, feeder_id, transformer_id, meter_name, lon, lat, monthly_kwh
FROM flux.meters
WHERE utility_id = :utility_id
ORDER BY meter_id
