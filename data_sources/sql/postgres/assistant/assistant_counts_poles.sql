-- One row: the poles of a place by material, their height and risk; NULL where nobody says. 0 for an id: any.
-- result: wood_poles int64, steel_poles int64, concrete_poles int64, composite_poles int64, aluminium_poles int64,
-- pole_height_m float64, pole_risk_cost float64, pole_replacement_cost float64
-- topics: network, asset_health
SELECT
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.wood END AS wood_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.steel END AS steel_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.concrete END AS concrete_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.composite END AS composite_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.aluminium END AS aluminium_poles,
    p.height_m AS pole_height_m, p.risk_cost AS pole_risk_cost,
    p.replacement_cost AS pole_replacement_cost
FROM (
    SELECT
        count(*) AS poles,
        count(*) FILTER (WHERE o.material <> '') AS told,
        count(*) FILTER (WHERE lower(o.material) = 'wood') AS wood,
        count(*) FILTER (WHERE lower(o.material) = 'steel') AS steel,
        count(*) FILTER (WHERE lower(o.material) = 'concrete') AS concrete,
        count(*) FILTER (WHERE lower(o.material) IN ('composite', 'fibreglass', 'fiberglass')) AS composite,
        count(*) FILTER (WHERE lower(o.material) IN ('aluminium', 'aluminum')) AS aluminium,
        avg(flux.known(o.height_m)) AS height_m,
        sum(flux.known(h.risk_cost)) AS risk_cost,
        sum(flux.known(h.replacement_cost)) AS replacement_cost
    FROM flux.feeders AS f
    JOIN flux.poles AS o ON o.feeder_id = f.feeder_id
    LEFT JOIN flux.asset_health AS h ON h.asset_kind = 'pole' AND h.asset_id = o.pole_id
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS p
