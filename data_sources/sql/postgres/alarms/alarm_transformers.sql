-- One row a transformer that is measured, with what alarms watch of it.
-- result: transformer_id int32, feeder_id int32, transformer_load_pct float32, transformer_voltage_v float32, is_energized bool,
-- updated_s float64
-- topics: transformer_status
-- bulk: yes
SELECT
    transformer_id, feeder_id, load_pct AS transformer_load_pct, voltage_v AS transformer_voltage_v, is_energized,
    extract(epoch FROM updated_at)::float8 AS updated_s
FROM flux.transformer_status
WHERE utility_id = :utility_id
ORDER BY transformer_id
