-- One row an inspection of a transformer or pole of a place in a period, latest first, beside how many there are and of how many
-- assets; one row without an inspection where there is none. NULL: not known. results: a text of results with commas, '' for any.
-- result: inspected_on date, asset_kind string, asset_id int32, name string, feeder_name string, result string,
--   condition_score float64, remaining_strength_pct float64, note string, lon float64, lat float64, inspections int64, assets int64
-- topics: inspections, network
WITH chosen AS MATERIALIZED (
    SELECT
        i.inspection_id, i.inspected_on, i.asset_kind, i.asset_id, coalesce(t.transformer_name, p.pole_name) AS name, f.feeder_name,
        i.result, flux.known(i.condition_score)::float8 AS condition_score,
        flux.known(i.remaining_strength_pct)::float8 AS remaining_strength_pct, nullif(i.note, '') AS note,
        coalesce(t.lon, p.lon) AS lon, coalesce(t.lat, p.lat) AS lat
    FROM flux.inspections AS i
    LEFT JOIN flux.transformers AS t ON i.asset_kind = 'transformer' AND t.transformer_id = i.asset_id
    LEFT JOIN flux.poles AS p ON i.asset_kind = 'pole' AND p.pole_id = i.asset_id
    LEFT JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
    WHERE
        i.utility_id = :utility_id AND i.inspected_on >= :from_day AND i.inspected_on < :end_day
        AND :asset_kind IN ('', i.asset_kind) AND (:results = '' OR i.result = ANY (string_to_array(:results, ',')))
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id) AND (:substation_id = 0 OR f.substation_id = :substation_id)
),
listed AS (SELECT * FROM chosen ORDER BY inspected_on DESC, name LIMIT :limit)
SELECT
    r.inspected_on, r.asset_kind, r.asset_id, r.name, r.feeder_name, r.result, r.condition_score, r.remaining_strength_pct, r.note,
    r.lon, r.lat, w.inspections, w.assets
FROM (SELECT count(*) AS inspections, count(DISTINCT (asset_kind, asset_id)) AS assets FROM chosen) AS w
LEFT JOIN listed AS r ON true
ORDER BY r.inspected_on DESC, r.name
