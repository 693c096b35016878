-- One row a kind of asset and how it failed in a place and period, the most frequent first. '': not known how.
-- result: asset_kind string, mode string, failures int64
-- topics: asset_failures, network
SELECT x.asset_kind, x.mode, count(*) AS failures
FROM flux.asset_failures AS x
LEFT JOIN flux.transformers AS t ON x.asset_kind = 'transformer' AND t.transformer_id = x.asset_id
LEFT JOIN flux.poles AS p ON x.asset_kind = 'pole' AND p.pole_id = x.asset_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
WHERE
    x.utility_id = :utility_id AND x.failed_at >= :from_at AND x.failed_at < :to_at AND :asset_kind IN ('', x.asset_kind)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id) AND (:substation_id = 0 OR f.substation_id = :substation_id)
GROUP BY x.asset_kind, x.mode
ORDER BY failures DESC, x.asset_kind DESC, x.mode
