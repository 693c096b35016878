-- One row an oil-filled transformer that meters are recorded at, with what its thermal constants are chosen by; cooling
-- is '' and upgraded_paper -1 where no nameplate says them. Dry-type ones have no oil that could be computed.
-- result: transformer_id int32, feeder_id int32, rated_kva float32, kind string, is_underground bool, meters int32,
--         cooling string, upgraded_paper int32
-- topics: network, nameplates
-- bulk: yes
SELECT
    t.transformer_id, t.feeder_id, t.rated_kva, t.kind, t.is_underground, m.meters,
    coalesce(p.cooling, '') AS cooling, coalesce(p.is_upgraded_paper::integer, -1) AS upgraded_paper
FROM flux.transformers AS t
JOIN (
    SELECT transformer_id, count(*)::integer AS meters
    FROM flux.meters
    WHERE utility_id = :utility_id AND is_active
    GROUP BY transformer_id
) AS m ON m.transformer_id = t.transformer_id
LEFT JOIN flux.asset_nameplates AS p ON p.asset_kind = 'transformer' AND p.asset_id = t.transformer_id
WHERE t.utility_id = :utility_id AND coalesce(p.cooling, '') NOT IN ('AN', 'AF')
ORDER BY t.transformer_id
