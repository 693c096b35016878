-- One row: a meter, what it hangs on, and which other meters hang on the same transformer; no row where there is none.
-- result: meter_id int32, meter_name string, customer_class string, has_solar bool, has_ev bool, is_active bool,
--   phases string, nominal_voltage_v float64, transformer_id int32, transformer_name string, rated_kva float64,
--   feeder_id int32, feeder_name string, substation_id int32, substation_name string, neighbours int32,
--   first_neighbour_id int32, last_neighbour_id int32
-- topics: ami
SELECT
    m.meter_id, m.meter_name, m.customer_class, m.has_solar, m.has_ev, m.is_active, m.phases, m.nominal_voltage_v,
    t.transformer_id, t.transformer_name, t.rated_kva, f.feeder_id, f.feeder_name, s.substation_id, s.substation_name,
    n.neighbours, n.first_neighbour_id, n.last_neighbour_id
FROM meters AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
JOIN substations AS s ON s.substation_id = f.substation_id
LEFT JOIN (
    SELECT
        o.transformer_id,
        COUNT(*) - 1 AS neighbours,
        MIN(o.meter_id) AS first_neighbour_id,
        MAX(o.meter_id) AS last_neighbour_id
    FROM meters AS o
    WHERE o.transformer_id IN (SELECT x.transformer_id FROM meters AS x WHERE x.meter_id = :meter_id)
    GROUP BY o.transformer_id
) AS n ON n.transformer_id = m.transformer_id
WHERE m.utility_id = :utility_id AND m.meter_id = :meter_id
