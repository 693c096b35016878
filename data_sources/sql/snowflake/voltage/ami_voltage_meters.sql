-- One row a meter that left the service voltage range (ANSI C84.1, A or B) in the period, most minutes first, one page.
-- result: meter_id int32, meter_name string, transformer_id int32, transformer_name string, feeder_id int32,
-- feeder_name string, nominal_voltage_v float64, minutes_below int64, minutes_above int64, minutes int64, days int32,
-- voltage_pct_min float64, voltage_pct_max float64, exception_meters int64
-- topics: ami
WITH met AS (
    SELECT
        d.meter_id,
        SUM(IFF(:service_range = 'A', d.minutes_below_a, d.minutes_below_b)) AS minutes_below,
        SUM(IFF(:service_range = 'A', d.minutes_above_a, d.minutes_above_b)) AS minutes_above,
        COUNT(*) AS days,
        MIN(d.voltage_pct_min) AS voltage_pct_min,
        MAX(d.voltage_pct_max) AS voltage_pct_max
    FROM meter_day AS d
    JOIN feeders AS f ON f.feeder_id = d.feeder_id
    WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
    AND (:transformer_id = 0 OR d.transformer_id = :transformer_id)
    AND (:meter_id = 0 OR d.meter_id = :meter_id)
    AND IFF(:service_range = 'A', d.minutes_below_a + d.minutes_above_a, d.minutes_below_b + d.minutes_above_b) > 0
    GROUP BY d.meter_id
),
ranked AS (
    SELECT
        met.*,
        COUNT(*) OVER () AS exception_meters,
        ROW_NUMBER() OVER (ORDER BY minutes_below + minutes_above DESC, meter_id) AS place
    FROM met
)
SELECT
    r.meter_id,
    m.meter_name,
    m.transformer_id,
    t.transformer_name,
    m.feeder_id,
    f.feeder_name,
    m.nominal_voltage_v,
    r.minutes_below,
    r.minutes_above,
    r.minutes_below + r.minutes_above AS minutes,
    r.days,
    r.voltage_pct_min,
    r.voltage_pct_max,
    r.exception_meters
FROM ranked AS r
JOIN meters AS m ON m.meter_id = r.meter_id
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE r.place > :offset
AND r.place <= :offset + :limit
ORDER BY r.place
