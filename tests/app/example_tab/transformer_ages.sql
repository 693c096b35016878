-- One row a transformer of at least so many years, oldest first.
-- result: transformer_id int32, transformer_name string, feeder_name string, age_years float32, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT
    t.transformer_id, t.transformer_name, f.feeder_name,
    (extract(year FROM current_date) - t.installed_year)::real AS age_years, t.lon, t.lat
FROM flux.transformers AS t
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
WHERE t.utility_id = :utility_id AND extract(year FROM current_date) - t.installed_year >= :least_years
ORDER BY age_years DESC, t.transformer_name
