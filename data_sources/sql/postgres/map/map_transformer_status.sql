-- One row a transformer of a utility that has a status: what the map repaints when loads move.
-- result: transformer_id int32, load_pct float32, is_energized bool
-- topics: transformer_status
-- bulk: yes
SELECT transformer_id, load_pct, is_energized
FROM flux.transformer_status
WHERE utility_id = :utility_id
