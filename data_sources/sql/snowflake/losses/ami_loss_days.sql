-- One row a meter and day of a feeder: energy delivered, and the share of the day's intervals that were read. A day has
-- as many intervals of the meter's length as fit into what of it anybody on the feeder has a record of; the length is that
-- of the meter's fullest day.
-- result: meter_id int32, reading_day date, energy_delivered_kwh float64, share_read float64
-- topics: ami
WITH lengths AS (
    -- Every length with as many intervals as fit into what of the day anybody on the feeder has a record of.
    SELECT
        k.reading_day,
        k.interval_minutes,
        FLOOR(
            LEAST(
                SUM(k.starts * k.interval_minutes) OVER (PARTITION BY k.reading_day),
                DATEDIFF(
                    'minute',
                    MIN(k.first_at) OVER (PARTITION BY k.reading_day),
                    MAX(k.end_at) OVER (PARTITION BY k.reading_day)
                )
            ) / k.interval_minutes
        ) AS starts
    FROM (
        SELECT
            l.reading_day,
            l.interval_minutes,
            COUNT(*) AS starts,
            MIN(l.interval_start_at) AS first_at,
            MAX(DATEADD('minute', l.interval_minutes, l.interval_start_at)) AS end_at
        FROM feeder_interval_load AS l
        WHERE l.reading_day >= :first_day::date
            AND l.reading_day < :end_day::date
            AND l.feeder_id = :feeder_id
        GROUP BY l.reading_day, l.interval_minutes
    ) AS k
),
counted AS (
    SELECT
        d.meter_id,
        d.reading_day,
        d.energy_delivered_kwh,
        d.intervals_received,
        d.intervals_received + d.intervals_missing AS intervals,
        MAX(d.intervals_received + d.intervals_missing) OVER (PARTITION BY d.meter_id) AS most
    FROM meter_day AS d
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
        AND d.feeder_id = :feeder_id
),
recorded AS (
    SELECT
        counted.*,
        CASE
            WHEN most > 700 THEN 1
            WHEN most > 200 THEN 5
            WHEN most > 115 THEN 10
            WHEN most > 60 THEN 15
            WHEN most > 30 THEN 30
            ELSE 60
        END AS interval_minutes
    FROM counted
)
SELECT
    d.meter_id,
    d.reading_day,
    d.energy_delivered_kwh,
    d.intervals_received / NULLIF(
        COALESCE(
            MAX(IFF(l.starts = d.intervals, l.starts, NULL)),
            MAX(IFF(l.interval_minutes = d.interval_minutes AND l.starts >= d.intervals, l.starts, NULL)),
            MIN(IFF(l.starts >= d.intervals, l.starts, NULL)),
            d.intervals
        ),
        0
    ) AS share_read
FROM recorded AS d
LEFT JOIN lengths AS l ON l.reading_day = d.reading_day
GROUP BY d.meter_id, d.reading_day, d.energy_delivered_kwh, d.intervals_received, d.intervals
ORDER BY d.meter_id, d.reading_day
