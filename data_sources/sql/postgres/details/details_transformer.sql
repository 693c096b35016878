-- One row: a transformer with its live state.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, segment_id int32, segment_name string, pole_id int32, pole_name string, kind string, phases string,
-- rated_kva float32, primary_kv float32, secondary_v float32, is_underground bool, installed_year int16, health_score float32,
-- peak_load_kw float32, customers_served int32, meters int64, load_kw float32, load_pct float32, voltage_v float32,
-- is_energized bool, updated_at timestamp, manufacturer string, model string, serial_number string, manufactured_year int16,
-- cooling string, is_upgraded_paper bool, is_plate_simulated bool, inspected_on date, inspection_age_years float64,
-- inspection_result string, condition_score float32, is_inspection_simulated bool
-- topics: network, transformer_status, nameplates, inspections, asset_failures, asset_health
-- ages: 86400
SELECT
    t.transformer_id AS asset_id, t.transformer_name AS name, t.lon, t.lat, f.substation_id, s.substation_name, t.feeder_id,
    f.feeder_name, g.segment_id, g.segment_name, t.pole_id, p.pole_name, t.kind, t.phases, t.rated_kva, t.primary_kv,
    t.secondary_v, t.is_underground, t.installed_year, t.health_score, t.peak_load_kw, t.customers_served,
    (SELECT count(*) FROM flux.meters WHERE transformer_id = t.transformer_id) AS meters,
    u.load_kw, u.load_pct, u.voltage_v, u.is_energized, u.updated_at,
    k.manufacturer, k.model, k.serial_number, k.manufactured_year, k.cooling, k.is_upgraded_paper,
    k.is_simulated AS is_plate_simulated,
    i.inspected_on, (current_date - i.inspected_on) / 365.25::float8 AS inspection_age_years, i.result AS inspection_result,
    i.condition_score, i.is_simulated AS is_inspection_simulated
FROM flux.transformers AS t
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.poles AS p ON p.pole_id = t.pole_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
LEFT JOIN LATERAL (
    SELECT segment_id, segment_name FROM flux.segments WHERE to_node_id = t.node_id AND feeder_id = t.feeder_id
    ORDER BY segment_id LIMIT 1
) AS g ON true
LEFT JOIN flux.asset_nameplates AS k ON k.asset_kind = 'transformer' AND k.asset_id = t.transformer_id
LEFT JOIN LATERAL (
    SELECT n.inspected_on, n.result, n.condition_score, n.remaining_strength_pct, n.is_simulated
    FROM flux.inspections AS n
    WHERE
        n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id AND coalesce(n.inspected_on, 'infinity') > coalesce(  -- of what stands there now
            (
                SELECT max((x.failed_at AT TIME ZONE z.time_zone)::date)
                FROM flux.asset_failures AS x
                JOIN flux.utilities AS z ON z.utility_id = x.utility_id
                WHERE x.asset_kind = 'transformer' AND x.asset_id = t.transformer_id
            ), '-infinity'
        )
    ORDER BY n.inspected_on DESC NULLS LAST LIMIT 1
) AS i ON true
WHERE t.utility_id = :utility_id AND t.transformer_id = :asset_id
