-- One row: a meter, what feeds it and its supply; no word of the customer but the class of the service.
-- result: asset_id int32, name string, substation_name string, feeder_name string, transformer_name string, phases string,
-- nominal_voltage_v float32, customer_class string, has_solar bool, has_ev bool, is_active bool, transformer_load_pct float32,
-- voltage_v float32, is_energized bool, updated_at timestamp
-- topics: network, transformer_status
SELECT
    m.meter_id AS asset_id, m.meter_name AS name, s.substation_name, f.feeder_name, t.transformer_name, m.phases,
    m.nominal_voltage_v, m.customer_class, m.has_solar, m.has_ev, m.is_active, u.load_pct AS transformer_load_pct, u.voltage_v,
    u.is_energized, u.updated_at
FROM flux.meters AS m
JOIN flux.transformers AS t ON t.transformer_id = m.transformer_id
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = m.transformer_id
WHERE m.utility_id = :utility_id AND m.meter_id = :asset_id
