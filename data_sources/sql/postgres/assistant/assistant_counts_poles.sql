-- One row: the poles of a place by material, and their height; NULL where nobody says. 0 for an id: any.
-- result: wood_poles int64, steel_poles int64, concrete_poles int64, composite_poles int64, aluminium_poles int64,
-- pole_height_m float64
-- topics: network
SELECT
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.wood END AS wood_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.steel END AS steel_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.concrete END AS concrete_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.composite END AS composite_poles,
    CASE WHEN p.told > 0 OR p.poles = 0 THEN p.aluminium END AS aluminium_poles,
    p.height_m AS pole_height_m
FROM (
    SELECT
        count(*) AS poles,
        count(*) FILTER (WHERE o.material <> '') AS told,
        count(*) FILTER (WHERE lower(o.material) = 'wood') AS wood,
        count(*) FILTER (WHERE lower(o.material) = 'steel') AS steel,
        count(*) FILTER (WHERE lower(o.material) = 'concrete') AS concrete,
        count(*) FILTER (WHERE lower(o.material) IN ('composite', 'fibreglass', 'fiberglass')) AS composite,
        count(*) FILTER (WHERE lower(o.material) IN ('aluminium', 'aluminum')) AS aluminium,
        avg(flux.known(o.height_m)) AS height_m
    FROM flux.feeders AS f
    JOIN flux.poles AS o ON o.feeder_id = f.feeder_id
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS p
