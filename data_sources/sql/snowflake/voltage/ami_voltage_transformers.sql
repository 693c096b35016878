-- One row a transformer with meters outside the service voltage range (ANSI C84.1, A or B), most minutes first, one page.
-- result: transformer_id int32, transformer_name string, feeder_id int32, feeder_name string, meters int64,
-- minutes_below int64, minutes_above int64, minutes int64, voltage_pct_min float64, voltage_pct_max float64,
-- lon float64, lat float64, exception_transformers int64
-- topics: ami
WITH served AS (
    SELECT
        d.transformer_id,
        COUNT(DISTINCT d.meter_id) AS meters,
        SUM(IFF(:service_range = 'A', d.minutes_below_a, d.minutes_below_b)) AS minutes_below,
        SUM(IFF(:service_range = 'A', d.minutes_above_a, d.minutes_above_b)) AS minutes_above,
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
    GROUP BY d.transformer_id
),
ranked AS (
    SELECT
        served.*,
        COUNT(*) OVER () AS exception_transformers,
        ROW_NUMBER() OVER (ORDER BY minutes_below + minutes_above DESC, transformer_id) AS place
    FROM served
)
SELECT
    r.transformer_id,
    t.transformer_name,
    t.feeder_id,
    f.feeder_name,
    r.meters,
    r.minutes_below,
    r.minutes_above,
    r.minutes_below + r.minutes_above AS minutes,
    r.voltage_pct_min,
    r.voltage_pct_max,
    t.lon,
    t.lat,
    r.exception_transformers
FROM ranked AS r
JOIN transformers AS t ON t.transformer_id = r.transformer_id
JOIN feeders AS f ON f.feeder_id = t.feeder_id
WHERE r.place > :offset
AND r.place <= :offset + :limit
ORDER BY r.place
