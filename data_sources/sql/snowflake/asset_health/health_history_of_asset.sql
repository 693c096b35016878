-- One row an assessment of one asset, oldest first.
-- result: assessed_on date, health_score float32
-- topics: exports
SELECT assessed_on, health_score
FROM asset_health_history
WHERE asset_kind = :asset_kind AND asset_id = :asset_id
ORDER BY assessed_on
