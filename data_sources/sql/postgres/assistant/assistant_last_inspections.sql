-- One row a transformer or pole of a place by its latest inspection, the longest ago first and those without one ahead, beside the
-- figures of the whole place; one row without an asset where none is chosen. What stood there before a failure does not count.
-- NULL: never. state: 'never' (no inspection at all), 'not_in' (none from from_day to before end_day), 'found' (the latest had one
-- of results), '' (any). Of the place: so many assets stand there, so many were inspected in those days; so many are chosen, and
-- replacing those costs so much.
-- result: asset_kind string, asset_id int32, name string, feeder_name string, inspected_on date, result string,
--   health_score float64, replacement_cost float64, lon float64, lat float64, in_place int64, inspected int64, within int64,
--   within_cost float64, assessed_at timestamp
-- topics: asset_health, inspections, network
WITH latest AS MATERIALIZED (
    SELECT DISTINCT ON (i.asset_kind, i.asset_id)
        i.asset_kind, i.asset_id, i.inspected_on, i.result,
        bool_or(i.inspected_on >= :from_day AND i.inspected_on < :end_day) OVER (PARTITION BY i.asset_kind, i.asset_id) AS is_in
    FROM flux.inspections AS i
    WHERE i.utility_id = :utility_id AND :asset_kind IN ('', i.asset_kind)
    ORDER BY i.asset_kind, i.asset_id, i.inspected_on DESC NULLS LAST
),
assets AS MATERIALIZED (
    SELECT
        h.asset_kind, h.asset_id, coalesce(t.transformer_name, p.pole_name) AS name, f.feeder_name,
        CASE WHEN flux.known(h.inspection_age_years) IS NOT NULL THEN l.inspected_on END AS inspected_on,
        CASE WHEN flux.known(h.inspection_age_years) IS NOT NULL THEN l.result END AS result,
        flux.known(h.inspection_age_years) IS NOT NULL AND coalesce(l.is_in, false) AS is_in,
        flux.known(h.health_score)::float8 AS health_score, flux.known(h.replacement_cost)::float8 AS replacement_cost,
        coalesce(t.lon, p.lon) AS lon, coalesce(t.lat, p.lat) AS lat, h.assessed_at
    FROM flux.asset_health AS h
    LEFT JOIN flux.transformers AS t ON h.asset_kind = 'transformer' AND t.transformer_id = h.asset_id
    LEFT JOIN flux.poles AS p ON h.asset_kind = 'pole' AND p.pole_id = h.asset_id
    JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
    LEFT JOIN latest AS l ON l.asset_kind = h.asset_kind AND l.asset_id = h.asset_id
    WHERE
        h.utility_id = :utility_id AND :asset_kind IN ('', h.asset_kind)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id) AND (:substation_id = 0 OR f.substation_id = :substation_id)
),
chosen AS MATERIALIZED (
    SELECT *
    FROM assets
    WHERE
        CASE :state
            WHEN 'never' THEN inspected_on IS NULL WHEN 'not_in' THEN NOT is_in WHEN 'found' THEN result = ANY (string_to_array(:results, ',')) ELSE true
        END
),
listed AS (SELECT * FROM chosen ORDER BY inspected_on NULLS FIRST, name LIMIT :limit)
SELECT
    r.asset_kind, r.asset_id, r.name, r.feeder_name, r.inspected_on, r.result, r.health_score, r.replacement_cost, r.lon, r.lat,
    w.in_place, w.inspected, c.within, c.within_cost, w.assessed_at
FROM (
    SELECT count(*) AS in_place, count(*) FILTER (WHERE is_in) AS inspected, max(assessed_at) AS assessed_at FROM assets
) AS w
CROSS JOIN (SELECT count(*) AS within, sum(replacement_cost) AS within_cost FROM chosen) AS c
LEFT JOIN listed AS r ON true
ORDER BY r.inspected_on NULLS FIRST, r.name
