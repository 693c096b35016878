-- One row an oil-filled transformer that meters are recorded at (transformer_id; 0: all), with what its thermal constants
-- are chosen by; cooling is '' and upgraded_paper -1 where no nameplate says them. Dry-type ones have no oil that could be
-- computed.
-- result: transformer_id int32, feeder_id int32, rated_kva float32, kind string, is_underground bool, cooling string,
--         upgraded_paper int32
-- topics: network, nameplates
-- bulk: yes
SELECT
    t.transformer_id, t.feeder_id, t.rated_kva, t.kind, t.is_underground,
    coalesce(p.cooling, '') AS cooling, coalesce(p.is_upgraded_paper::integer, -1) AS upgraded_paper
FROM flux.transformers AS t
LEFT JOIN flux.asset_nameplates AS p ON p.asset_kind = 'transformer' AND p.asset_id = t.transformer_id
WHERE
    t.utility_id = :utility_id AND :transformer_id IN (0, t.transformer_id)
    AND coalesce(p.cooling, '') NOT IN ('AN', 'AF')
    AND t.transformer_id IN (SELECT m.transformer_id FROM flux.meters AS m WHERE m.utility_id = :utility_id AND m.is_active)
ORDER BY t.transformer_id
