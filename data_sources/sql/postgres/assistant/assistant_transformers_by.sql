-- One row a group of the transformers of a place, by kind, phases, rating, age, maker, feeder or substation; an empty name:
-- nobody says. `sort_key` puts groups in their own order. 0 for an id: any.
-- result: name string, sort_key float64, assets int64, customers int64, rated_kva float64
-- topics: network, nameplates
SELECT g.name, g.sort_key, count(*) AS assets, sum(g.customers_served) AS customers, sum(flux.known(g.rated_kva)) AS rated_kva
FROM (
    SELECT
        t.customers_served, t.rated_kva,
        CASE :group_by
            WHEN 'built' THEN
                CASE
                    WHEN t.kind <> 'service' THEN t.kind WHEN t.is_underground THEN 'pad-mounted' ELSE 'pole-mounted'
                END
            WHEN 'phases' THEN CASE length(t.phases) WHEN 1 THEN 'single-phase' WHEN 2 THEN 'two-phase' WHEN 3 THEN 'three-phase' ELSE '' END
            WHEN 'phase' THEN t.phases
            WHEN 'rating' THEN coalesce(nullif(flux.known(t.rated_kva), 0)::numeric::text || ' kVA', '')
            WHEN 'age' THEN coalesce(a.low || ' to ' || a.low + 9 || ' years', '')
            WHEN 'maker' THEN coalesce(k.manufacturer, '')
            WHEN 'feeder' THEN f.feeder_name WHEN 'substation' THEN s.substation_name
        END AS name,
        CASE :group_by WHEN 'rating' THEN flux.known(t.rated_kva)::float8 WHEN 'age' THEN a.low::float8 END AS sort_key
    FROM flux.feeders AS f
    JOIN flux.substations AS s ON s.substation_id = f.substation_id
    JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
    CROSS JOIN LATERAL (SELECT (:year - nullif(t.installed_year, 0)) / 10 * 10 AS low) AS a
    LEFT JOIN flux.asset_nameplates AS k ON :group_by = 'maker' AND k.asset_kind = 'transformer' AND k.asset_id = t.transformer_id
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS g
GROUP BY g.name, g.sort_key
ORDER BY g.sort_key NULLS LAST, g.name
