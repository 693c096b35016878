-- One row a meter of a feeder: where it is recorded, and whether its transformer has a meter of its own.
-- result: meter_id int32, meter_name string, transformer_id int32, nominal_voltage_v float64, customer_class string,
-- has_solar bool, is_active bool, is_metered bool, lon float64, lat float64,
-- time_zone string
-- topics: ami
SELECT
    m.meter_id,
    m.meter_name,
    m.transformer_id,
    m.nominal_voltage_v,
    m.customer_class,
    m.has_solar,
    m.is_active,
    mt.transformer_id IS NOT NULL AS is_metered,
    t.lon,
    t.lat,
    u.time_zone
FROM meters AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN utilities AS u ON u.utility_id = m.utility_id
LEFT JOIN metered_transformers AS mt ON mt.transformer_id = m.transformer_id
WHERE m.feeder_id = :feeder_id
ORDER BY m.meter_id
