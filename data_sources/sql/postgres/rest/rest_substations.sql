-- One row a substation with the state of its circuits (feeders): critical above the critical load or below the critical
-- health, warning likewise; a substation is as bad as its worst circuit.
-- result: substation_id int32, substation_name string, lon float64, lat float64, circuit_count int64, avg_load float64,
-- avg_health float64, worst_circuit_load float64, worst_circuit_health float64, critical_circuits int64,
-- warning_circuits int64, status string, last_updated timestamp
-- topics: feeder_status, network, asset_health
WITH circuit AS (
    SELECT
        f.substation_id, flux.known(t.load_pct) AS load_pct, flux.known(m.average_health_score) AS health, t.updated_at,
        coalesce(flux.known(t.load_pct) > :critical_load_pct, false) OR coalesce(m.average_health_score < :critical_health, false)
            AS is_critical,
        coalesce(flux.known(t.load_pct) > :warning_load_pct, false) OR coalesce(m.average_health_score < :warning_health, false)
            AS is_warning
    FROM flux.feeders AS f
    LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
    LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
    WHERE f.utility_id = :utility_id
),
state AS (
    SELECT
        substation_id, count(*) AS circuit_count, avg(load_pct) AS avg_load, avg(health) AS avg_health,
        max(load_pct)::float8 AS worst_circuit_load, min(health)::float8 AS worst_circuit_health,
        count(*) FILTER (WHERE is_critical) AS critical_circuits,
        count(*) FILTER (WHERE is_warning AND NOT is_critical) AS warning_circuits,
        max(updated_at) AS last_updated
    FROM circuit
    GROUP BY substation_id
)
SELECT
    b.substation_id, b.substation_name, b.lon, b.lat, coalesce(s.circuit_count, 0) AS circuit_count, s.avg_load,
    s.avg_health, s.worst_circuit_load, s.worst_circuit_health, coalesce(s.critical_circuits, 0) AS critical_circuits,
    coalesce(s.warning_circuits, 0) AS warning_circuits,
    CASE
        WHEN s.critical_circuits > 0 THEN 'critical'
        WHEN s.warning_circuits > 0 THEN 'warning'
        WHEN s.last_updated IS NULL AND s.avg_health IS NULL THEN 'unknown'
        ELSE 'good'
    END AS status,
    s.last_updated
FROM flux.substations AS b
LEFT JOIN state AS s ON s.substation_id = b.substation_id
WHERE b.utility_id = :utility_id
ORDER BY b.substation_id
