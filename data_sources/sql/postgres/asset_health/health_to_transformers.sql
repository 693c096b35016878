-- The scores of an assessment where every screen reads a transformer's.
UPDATE flux.transformers AS t
SET health_score = h.health_score
FROM flux.asset_health AS h
WHERE
    h.asset_kind = 'transformer' AND h.asset_id = t.transformer_id AND h.utility_id = :utility_id
    AND t.utility_id = :utility_id AND t.health_score <> h.health_score
