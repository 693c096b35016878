-- One row a transformer that meters are recorded at, with what its thermal constants are chosen by.
-- result: transformer_id int32, feeder_id int32, rated_kva float32, kind string, is_underground bool, meters int32
-- topics: network
-- bulk: yes
SELECT t.transformer_id, t.feeder_id, t.rated_kva, t.kind, t.is_underground, m.meters
FROM flux.transformers AS t
JOIN (
    SELECT transformer_id, count(*)::integer AS meters
    FROM flux.meters
    WHERE utility_id = :utility_id AND is_active
    GROUP BY transformer_id
) AS m ON m.transformer_id = t.transformer_id
WHERE t.utility_id = :utility_id
ORDER BY t.transformer_id
