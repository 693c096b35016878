-- One row a span of line of a place beside which vegetation was surveyed, ranked by a quantity within limits, beside the
-- figures of the whole place; one row without a span where none is within them. Risk: of 100. NULL: not known. Of the
-- place: so many spans were surveyed, of so many the quantity is known, so many are within the limits with so many metres of
-- line, and so many rank as the last row does.
-- result: segment_id int32, name string, feeder_name string, level string, risk float64, trim_in_years float64,
--   clearance_m float64, required_clearance_m float64, customers int32, length_m float64, tree_height_m float64,
--   growth_m_per_year float64, lon float64, lat float64,
--   surveyed int64, known int64, within int64, within_m float64, level_with_last int64, assessed_at timestamp
-- topics: asset_health, vegetation, network
WITH chosen AS MATERIALIZED (
    SELECT
        v.segment_id, g.segment_name, f.feeder_name, g.from_node_id, g.to_node_id, v.level, flux.known(100 * v.risk::float8) AS risk,
        flux.known(v.trim_in_years) AS trim_in_years, flux.known(v.clearance_m) AS clearance_m,
        flux.known(v.required_clearance_m) AS required_clearance_m, v.customers, flux.known(g.length_m) AS length_m,
        flux.known(s.tree_height_m)::float8 AS tree_height_m, flux.known(s.growth_m_per_year)::float8 AS growth_m_per_year,
        v.assessed_at,
        flux.known(CASE :by
            WHEN 'risk' THEN 100 * v.risk::float8 WHEN 'trim_in_years' THEN v.trim_in_years WHEN 'clearance_m' THEN v.clearance_m
            WHEN 'customers' THEN v.customers WHEN 'length_m' THEN g.length_m
            WHEN 'tree_height_m' THEN s.tree_height_m WHEN 'growth_m_per_year' THEN s.growth_m_per_year
        END) AS value
    FROM flux.vegetation_risk AS v
    JOIN flux.segments AS g ON g.segment_id = v.segment_id
    LEFT JOIN flux.vegetation AS s ON s.segment_id = v.segment_id
    JOIN flux.feeders AS f ON f.feeder_id = g.feeder_id
    WHERE
        v.utility_id = :utility_id AND :feeder_id IN (0, f.feeder_id) AND :substation_id IN (0, f.substation_id)
),
kept AS (
    SELECT *
    FROM chosen
    WHERE
        (:level IN ('', level) OR (:level = 'high or critical' AND level IN ('high', 'critical'))) AND value > :above AND value < :below
        -- What is not known is no later than any time only where no time is asked for.
        AND (:within_years = 'Infinity'::float8 OR trim_in_years <= :within_years)
),
ranked AS (SELECT * FROM kept ORDER BY :sign * value, segment_name LIMIT :limit),
whole AS (
    SELECT
        c.*, k.within, k.within_m,
        (SELECT count(*) FROM kept WHERE value = (SELECT r.value FROM ranked AS r ORDER BY :sign * r.value DESC LIMIT 1)) AS level_with_last
    FROM (SELECT count(*) AS surveyed, count(value) AS known, max(assessed_at) AS assessed_at FROM chosen) AS c
    CROSS JOIN (SELECT count(*) AS within, sum(length_m) AS within_m FROM kept) AS k
)
SELECT
    r.segment_id, r.segment_name AS name, r.feeder_name, r.level, r.risk, r.trim_in_years, r.clearance_m, r.required_clearance_m,
    r.customers, r.length_m, r.tree_height_m, r.growth_m_per_year, (a.lon + b.lon) / 2 AS lon, (a.lat + b.lat) / 2 AS lat, w.surveyed, w.known, w.within, w.within_m,
    w.level_with_last, w.assessed_at
FROM whole AS w
LEFT JOIN ranked AS r ON true
LEFT JOIN flux.nodes AS a ON a.node_id = r.from_node_id
LEFT JOIN flux.nodes AS b ON b.node_id = r.to_node_id
ORDER BY :sign * r.value, r.segment_name
