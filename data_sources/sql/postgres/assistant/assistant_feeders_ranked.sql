-- One row a feeder of a place: what it carries, could carry and serves now; solar, vehicles and critical customers where
-- `with_meters` says so, since each meter is looked at for them; devices and how transformers stand where `with_equipment`
-- does. 0 for an id: any.
-- result: asset_id int32, name string, substation_name string, load_kw float32, load_pct float32, current_a float32,
-- live_voltage_kv float32, power_factor float32, headroom_kva float64, rated_kva float32, peak_load_kw float32,
-- customers int32, transformers int32, meters int32, poles int32, length_km float64, underground_km float64,
-- underground_pct float64, health float64, solar int64, ev int64, critical int64, updated_at timestamp,
-- voltage_pct float64, devices int64, breakers int64, reclosers int64, sectionalisers int64, fuses int64, switches int64,
-- padmounts int64, transformer_kva float64, lon float64, lat float64
-- topics: network, feeder_status, asset_health
SELECT
    f.feeder_id AS asset_id, f.feeder_name AS name, s.substation_name, t.load_kw, t.load_pct, t.current_a,
    t.voltage_kv AS live_voltage_kv, t.power_factor, f.rated_kva * (1 - t.load_pct::float8 / 100) AS headroom_kva, f.rated_kva,
    f.peak_load_kw, m.customers_served AS customers, m.transformers, m.meters, m.poles, g.length_km, g.underground_km,
    100 * g.underground_km / nullif(g.length_km, 0) AS underground_pct, m.average_health_score AS health,
    e.solar, e.ev, c.critical, t.updated_at, 100 * t.voltage_kv::float8 / nullif(f.voltage_kv, 0) AS voltage_pct,
    d.devices, d.breakers, d.reclosers, d.sectionalisers, d.fuses, d.switches, x.padmounts, x.transformer_kva, n.lon, n.lat
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.nodes AS n ON n.node_id = f.head_node_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT
        feeder_id, sum(flux.known(length_m)) / 1000 AS length_km,
        coalesce(sum(flux.known(length_m)) FILTER (WHERE is_underground), 0) / 1000 AS underground_km
    FROM flux.segments
    WHERE utility_id = :utility_id
    GROUP BY feeder_id
) AS g ON g.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT feeder_id, count(*) FILTER (WHERE has_solar) AS solar, count(*) FILTER (WHERE has_ev) AS ev
    FROM flux.meters
    WHERE :with_meters AND utility_id = :utility_id
    GROUP BY feeder_id
) AS e ON e.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT a.feeder_id, count(*) AS critical
    FROM flux.customers AS k
    JOIN flux.meters AS a ON a.meter_id = k.meter_id
    WHERE :with_meters AND k.utility_id = :utility_id AND k.is_active AND k.critical_kind IS NOT NULL
    GROUP BY a.feeder_id
) AS c ON c.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT
        feeder_id, count(*) AS devices, count(*) FILTER (WHERE kind = 'breaker') AS breakers,
        count(*) FILTER (WHERE kind = 'recloser') AS reclosers, count(*) FILTER (WHERE kind = 'sectionaliser') AS sectionalisers,
        count(*) FILTER (WHERE kind = 'fuse') AS fuses, count(*) FILTER (WHERE kind = 'switch') AS switches
    FROM flux.devices
    WHERE :with_equipment AND utility_id = :utility_id
    GROUP BY feeder_id
) AS d ON d.feeder_id = f.feeder_id
LEFT JOIN (
    SELECT feeder_id, count(*) FILTER (WHERE is_underground) AS padmounts, sum(flux.known(rated_kva))::float8 AS transformer_kva
    FROM flux.transformers
    WHERE :with_equipment AND utility_id = :utility_id
    GROUP BY feeder_id
) AS x ON x.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
ORDER BY f.feeder_name, f.feeder_id
