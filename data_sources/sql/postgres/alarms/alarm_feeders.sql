-- One row a feeder with what alarms watch of it; NULL where nobody measures it.
-- result: feeder_id int32, substation_id int32, feeder_load_pct float64, feeder_current_a float64, feeder_voltage_pct float64,
-- feeder_power_factor float64, is_energized bool, updated_s float64, feeder_customers_out float64, feeder_active_outages float64
-- topics: feeder_status, outages, network
SELECT
    f.feeder_id, f.substation_id, t.load_pct AS feeder_load_pct, t.current_a AS feeder_current_a,
    100 * t.voltage_kv / nullif(f.voltage_kv, 0) AS feeder_voltage_pct, t.power_factor AS feeder_power_factor,
    coalesce(t.is_energized, true) AS is_energized, extract(epoch FROM t.updated_at)::float8 AS updated_s,
    coalesce(o.customers_out, 0)::float8 AS feeder_customers_out, coalesce(o.outages, 0)::float8 AS feeder_active_outages
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT feeder_id, count(*) AS outages, sum(customers_out) AS customers_out
    FROM flux.outages
    WHERE utility_id = :utility_id AND is_active
    GROUP BY feeder_id
) AS o ON o.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
