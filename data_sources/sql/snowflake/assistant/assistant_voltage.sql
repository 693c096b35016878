-- One row a feeder or substation of a place, or one of all of it where `kind` is empty: meters read in a period, those
-- that left range A or B (ANSI C84.1), and the extremes in % of nominal.
-- A day on which a meter read no voltage at all at any time says nothing of its lowest.
-- result: place_name string, meters int64, meters_low int64, meters_high int64, meters_outside int64, meters_low_b int64,
-- meters_high_b int64, meters_outside_b int64, minutes_low int64, minutes_high int64, voltage_pct_min float64,
-- voltage_pct_mean float64, voltage_pct_max float64
-- topics: ami
WITH places AS (
    SELECT
        f.feeder_id,
        CASE :kind WHEN 'feeder' THEN f.feeder_name WHEN 'substation' THEN s.substation_name ELSE '' END AS place_name
    FROM feeders AS f
    JOIN substations AS s ON s.substation_id = f.substation_id
    WHERE f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
)
SELECT
    x.place_name,
    COUNT(*) AS meters,
    COUNT_IF(x.minutes_low > 0) AS meters_low,
    COUNT_IF(x.minutes_high > 0) AS meters_high,
    COUNT_IF(x.minutes_low + x.minutes_high > 0) AS meters_outside,
    COUNT_IF(x.minutes_low_b > 0) AS meters_low_b,
    COUNT_IF(x.minutes_high_b > 0) AS meters_high_b,
    COUNT_IF(x.minutes_low_b + x.minutes_high_b > 0) AS meters_outside_b,
    COALESCE(SUM(x.minutes_low), 0) AS minutes_low,
    COALESCE(SUM(x.minutes_high), 0) AS minutes_high,
    MIN(x.voltage_pct_min) AS voltage_pct_min,
    AVG(x.voltage_pct_mean) AS voltage_pct_mean,
    MAX(x.voltage_pct_max) AS voltage_pct_max
FROM (
    SELECT
        p.place_name,
        d.meter_id,
        COALESCE(SUM(d.minutes_below_a), 0) AS minutes_low,
        COALESCE(SUM(d.minutes_above_a), 0) AS minutes_high,
        COALESCE(SUM(d.minutes_below_b), 0) AS minutes_low_b,
        COALESCE(SUM(d.minutes_above_b), 0) AS minutes_high_b,
        MIN(IFF(d.voltage_pct_min > 0, d.voltage_pct_min, NULL)) AS voltage_pct_min,
        AVG(d.voltage_pct_mean) AS voltage_pct_mean,
        MAX(d.voltage_pct_max) AS voltage_pct_max
    FROM meter_day AS d
    JOIN places AS p ON p.feeder_id = d.feeder_id
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
    GROUP BY p.place_name, d.meter_id
) AS x
GROUP BY x.place_name
