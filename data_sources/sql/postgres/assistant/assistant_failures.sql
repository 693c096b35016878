-- One row a failure of a transformer or pole of a place in a period, latest first, beside how many there are; one row
-- without a failure where there is none. NULL: not known. An asset is named as what stands at its position.
-- result: failed_at timestamp, asset_kind string, asset_id int32, name string, feeder_name string, substation_name string, mode string,
--   installed_year int16, age_years float64, outage_id int64, lon float64, lat float64, failures int64, transformers int64,
--   poles int64, first_on_record timestamp
-- topics: asset_failures, network
WITH chosen AS MATERIALIZED (
    SELECT
        x.failure_id, x.failed_at, x.asset_kind, x.asset_id, coalesce(t.transformer_name, p.pole_name) AS name, f.feeder_name, s.substation_name,
        nullif(x.mode, '') AS mode, nullif(x.installed_year, 0) AS installed_year, x.outage_id, coalesce(t.lon, p.lon) AS lon,
        coalesce(t.lat, p.lat) AS lat
    FROM flux.asset_failures AS x
    LEFT JOIN flux.transformers AS t ON x.asset_kind = 'transformer' AND t.transformer_id = x.asset_id
    LEFT JOIN flux.poles AS p ON x.asset_kind = 'pole' AND p.pole_id = x.asset_id
    LEFT JOIN flux.feeders AS f ON f.feeder_id = coalesce(t.feeder_id, p.feeder_id)
    LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
    WHERE
        x.utility_id = :utility_id AND x.failed_at >= :from_at AND x.failed_at < :to_at
        AND :asset_kind IN ('', x.asset_kind) AND :mode IN ('', x.mode) AND (:asset_id = 0 OR x.asset_id = :asset_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id) AND (:substation_id = 0 OR f.substation_id = :substation_id)
),
listed AS (SELECT * FROM chosen ORDER BY failed_at DESC, failure_id LIMIT :limit),
whole AS (
    SELECT
        count(*) AS failures, count(*) FILTER (WHERE asset_kind = 'transformer') AS transformers,
        count(*) FILTER (WHERE asset_kind = 'pole') AS poles,
        (SELECT min(failed_at) FROM flux.asset_failures WHERE utility_id = :utility_id) AS first_on_record
    FROM chosen
)
SELECT
    r.failed_at, r.asset_kind, r.asset_id, r.name, r.feeder_name, r.substation_name, r.mode, r.installed_year,
    (extract(year FROM r.failed_at AT TIME ZONE u.time_zone) - r.installed_year)::float8 AS age_years, r.outage_id, r.lon, r.lat,
    w.failures, w.transformers, w.poles, w.first_on_record
FROM whole AS w
JOIN flux.utilities AS u ON u.utility_id = :utility_id
LEFT JOIN listed AS r ON true
ORDER BY r.failed_at DESC, r.failure_id
