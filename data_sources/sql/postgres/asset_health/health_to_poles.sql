-- The scores of an assessment where every screen reads a pole's.
UPDATE flux.poles AS p
SET health_score = h.health_score
FROM flux.asset_health AS h
WHERE
    h.asset_kind = 'pole' AND h.asset_id = p.pole_id AND h.utility_id = :utility_id
    AND p.utility_id = :utility_id AND p.health_score <> h.health_score
