-- One row a transformer with what the history keeps of it; pole_id is -1 for a pad-mounted one.
-- result: transformer_id int32, utility_id int32, feeder_id int32, pole_id int32, transformer_name string, kind string,
--         phases string, rated_kva float32, installed_year int16, health_score float32, peak_load_kw float32,
--         lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT
    transformer_id, utility_id, feeder_id, coalesce(pole_id, -1) AS pole_id, transformer_name, kind,
    phases, rated_kva, installed_year, health_score, peak_load_kw,
    lon, lat
FROM flux.transformers
WHERE utility_id = :utility_id
ORDER BY transformer_id
