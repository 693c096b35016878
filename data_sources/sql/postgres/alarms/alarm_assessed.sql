-- One row a transformer that was assessed: its condition, which changes by the day.
-- result: transformer_id int32, transformer_health_score float32, transformer_hot_spot_max_c float32,
-- assessed_s float64
-- topics: asset_health
-- bulk: yes
SELECT
    asset_id AS transformer_id, health_score AS transformer_health_score, hot_spot_max_c AS transformer_hot_spot_max_c,
    extract(epoch FROM assessed_at)::float8 AS assessed_s
FROM flux.asset_health
WHERE utility_id = :utility_id AND asset_kind = 'transformer'
ORDER BY asset_id
