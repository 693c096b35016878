-- One row an interval: median, 5th and 95th percentile of net power and voltage of the other meters on a transformer.
-- Their ids lie close together, so that the range of ids keeps the reading short; the join says which are meant.
-- result: interval_start_at timestamp, meters int32, kw_p5 float64, kw_median float64, kw_p95 float64,
--   voltage_pct_p5 float64, voltage_pct_median float64, voltage_pct_p95 float64
-- topics: ami
SELECT
    p.interval_start_at,
    COUNT(p.kw) AS meters,
    PERCENTILE_CONT(0.05) WITHIN GROUP (ORDER BY p.kw) AS kw_p5,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY p.kw) AS kw_median,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY p.kw) AS kw_p95,
    PERCENTILE_CONT(0.05) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_p5,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_median,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_p95
FROM (
    SELECT
        r.interval_start_at,
        (r.energy_delivered_kwh - COALESCE(r.energy_received_kwh, 0)) * 60.0 / r.interval_minutes AS kw,
        100.0 * r.voltage_v / m.nominal_voltage_v AS voltage_pct
    FROM ami_interval_readings AS r
    JOIN meters AS m ON m.meter_id = r.meter_id
    WHERE r.meter_id >= :first_neighbour_id
        AND r.meter_id <= :last_neighbour_id
        AND r.interval_start_at >= :from_at::timestamp_ntz
        AND r.interval_start_at < :to_at::timestamp_ntz
        AND m.transformer_id = :transformer_id
        AND m.meter_id <> :meter_id
) AS p
GROUP BY p.interval_start_at
ORDER BY p.interval_start_at
