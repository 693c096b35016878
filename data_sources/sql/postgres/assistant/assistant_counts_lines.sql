-- One row: the lines of a place: how long they are, and how much of them lies underground. 0 for an id: any.
-- result: length_km float64, overhead_km float64, underground_km float64, underground_pct float64, overhead_pct float64,
-- line_age_years float64, mean_span_m float64
-- topics: network
SELECT
    sum(flux.known(g.length_m)) / 1000 AS length_km,
    coalesce(sum(flux.known(g.length_m)) FILTER (WHERE NOT g.is_underground), 0) / 1000 AS overhead_km,
    coalesce(sum(flux.known(g.length_m)) FILTER (WHERE g.is_underground), 0) / 1000 AS underground_km,
    100 * coalesce(sum(flux.known(g.length_m)) FILTER (WHERE g.is_underground), 0) / nullif(sum(flux.known(g.length_m)), 0)
        AS underground_pct,
    100 * coalesce(sum(flux.known(g.length_m)) FILTER (WHERE NOT g.is_underground), 0) / nullif(sum(flux.known(g.length_m)), 0)
        AS overhead_pct,
    avg(:year - nullif(g.installed_year, 0)::float8) AS line_age_years,
    avg(flux.known(g.length_m))::float8 AS mean_span_m
FROM flux.feeders AS f
JOIN flux.segments AS g ON g.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
