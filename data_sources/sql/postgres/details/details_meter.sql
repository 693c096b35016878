-- One row: a meter with its active account and the live state of its transformer.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, transformer_id int32, transformer_name string, phases string, nominal_voltage_v float32,
-- customer_class string, monthly_kwh float32, has_solar bool, has_ev bool, is_active bool, account_number string,
-- critical_kind string, transformer_load_pct float32, voltage_v float32, is_energized bool, updated_at timestamp
-- topics: network, transformer_status
SELECT
    m.meter_id AS asset_id, m.meter_name AS name, m.lon, m.lat, f.substation_id, s.substation_name, m.feeder_id, f.feeder_name,
    m.transformer_id, t.transformer_name, m.phases, m.nominal_voltage_v, m.customer_class, m.monthly_kwh, m.has_solar, m.has_ev,
    m.is_active, c.account_number, c.critical_kind, u.load_pct AS transformer_load_pct, u.voltage_v, u.is_energized, u.updated_at
FROM flux.meters AS m
JOIN flux.transformers AS t ON t.transformer_id = m.transformer_id
JOIN flux.feeders AS f ON f.feeder_id = m.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = m.transformer_id
LEFT JOIN flux.customers AS c ON c.meter_id = m.meter_id AND c.is_active
WHERE m.utility_id = :utility_id AND m.meter_id = :asset_id
