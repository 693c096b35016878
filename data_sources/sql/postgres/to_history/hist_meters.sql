-- One row a meter with what the history keeps of it, and its mean month (kWh).
-- result: meter_id int32, utility_id int32, feeder_id int32, transformer_id int32, meter_name string, phases string,
--         nominal_voltage_v float32, customer_class string, has_solar bool, has_ev bool, is_active bool,
--         monthly_kwh float32
-- topics: network
-- bulk: yes
SELECT
    meter_id, utility_id, feeder_id, transformer_id, meter_name, phases,
    nominal_voltage_v, customer_class, has_solar, has_ev, is_active, monthly_kwh
FROM flux.meters
WHERE utility_id = :utility_id
ORDER BY meter_id
