-- One row: a pole.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, segment_id int32, segment_name string, material string, height_m float32, installed_year int16, health_score float32,
-- inspected_on date, inspection_age_years float64, inspection_result string, condition_score float32, remaining_strength_pct float32,
-- is_inspection_simulated bool
-- topics: network, inspections, asset_failures, asset_health
-- ages: 86400
SELECT
    p.pole_id AS asset_id, p.pole_name AS name, p.lon, p.lat, f.substation_id, s.substation_name, p.feeder_id, f.feeder_name,
    g.segment_id, g.segment_name, p.material, p.height_m, p.installed_year, p.health_score,
    i.inspected_on, (current_date - i.inspected_on) / 365.25::float8 AS inspection_age_years, i.result AS inspection_result,
    i.condition_score, i.remaining_strength_pct, i.is_simulated AS is_inspection_simulated
FROM flux.poles AS p
JOIN flux.feeders AS f ON f.feeder_id = p.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN LATERAL (
    SELECT segment_id, segment_name FROM flux.segments WHERE to_node_id = p.node_id AND feeder_id = p.feeder_id
    ORDER BY segment_id LIMIT 1
) AS g ON true
LEFT JOIN LATERAL (
    SELECT n.inspected_on, n.result, n.condition_score, n.remaining_strength_pct, n.is_simulated
    FROM flux.inspections AS n
    WHERE
        n.asset_kind = 'pole' AND n.asset_id = p.pole_id AND coalesce(n.inspected_on, 'infinity') > coalesce(  -- of what stands there now
            (
                SELECT max((x.failed_at AT TIME ZONE z.time_zone)::date)
                FROM flux.asset_failures AS x
                JOIN flux.utilities AS z ON z.utility_id = x.utility_id
                WHERE x.asset_kind = 'pole' AND x.asset_id = p.pole_id
            ), '-infinity'
        )
    ORDER BY n.inspected_on DESC NULLS LAST LIMIT 1
) AS i ON true
WHERE p.utility_id = :utility_id AND p.pole_id = :asset_id
