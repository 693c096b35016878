-- One row a transformer loaded at least so much now, oldest first.
-- result: transformer_name string, feeder_name string, installed_year int16, load_pct float64
-- topics: transformer_status, network
SELECT t.transformer_name, f.feeder_name, t.installed_year, s.load_pct
FROM flux.transformers AS t
JOIN flux.transformer_status AS s USING (transformer_id)
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
WHERE t.utility_id = :utility_id AND s.load_pct >= :min_load_pct
ORDER BY t.installed_year, t.transformer_name
LIMIT 15
