-- One row a day: how many meters left the service voltage range (ANSI C84.1, A or B), for how long, and how far.
-- result: reading_day date, meters int64, minutes_below int64, minutes_above int64, minutes int64,
-- voltage_pct_min float64, voltage_pct_max float64
-- topics: ami
SELECT
    d.reading_day,
    COUNT_IF(IFF(:service_range = 'A', d.minutes_below_a + d.minutes_above_a, d.minutes_below_b + d.minutes_above_b) > 0)
        AS meters,
    SUM(IFF(:service_range = 'A', d.minutes_below_a, d.minutes_below_b)) AS minutes_below,
    SUM(IFF(:service_range = 'A', d.minutes_above_a, d.minutes_above_b)) AS minutes_above,
    SUM(IFF(:service_range = 'A', d.minutes_below_a + d.minutes_above_a, d.minutes_below_b + d.minutes_above_b)) AS minutes,
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
GROUP BY d.reading_day
ORDER BY d.reading_day
