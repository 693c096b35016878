-- One row: the middle values of the transformers and poles of a place, half of them lie below; NULL where none is known. 0 for
-- an id: any.
-- result: median_load_pct float64, median_load_kw float64, median_voltage_v float64, median_rated_kva float64,
-- mean_voltage_v float64, median_age_years float64, median_customers float64, median_pole_age_years float64, median_pole_height_m float64,
-- updated_at timestamp
-- topics: network, transformer_status
SELECT t.*, p.*
FROM (
    SELECT
        percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.load_pct)) AS median_load_pct,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.load_kw)) AS median_load_kw,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.voltage_v)) AS median_voltage_v,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(t.rated_kva)) AS median_rated_kva,
        avg(flux.known(u.voltage_v)) FILTER (WHERE u.is_energized) AS mean_voltage_v,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY (:year - nullif(t.installed_year, 0))::double precision) AS median_age_years,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY t.customers_served::double precision) AS median_customers,
        max(u.updated_at) AS updated_at
    FROM flux.feeders AS f
    JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
    LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS t
CROSS JOIN (
    SELECT
        percentile_cont(0.5) WITHIN GROUP (ORDER BY (:year - nullif(o.installed_year, 0))::double precision) AS median_pole_age_years,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(o.height_m)) AS median_pole_height_m
    FROM flux.feeders AS f
    JOIN flux.poles AS o ON o.feeder_id = f.feeder_id
    WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
) AS p
