-- One row a transformer: what was last written of it.
-- result: transformer_id int32, load_kw float32, load_pct float32, voltage_v float32, is_energized bool
-- topics: transformer_status
-- bulk: yes
SELECT transformer_id, load_kw, load_pct, voltage_v, is_energized
FROM flux.transformer_status
WHERE utility_id = :utility_id
ORDER BY transformer_id
