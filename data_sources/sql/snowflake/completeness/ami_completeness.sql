-- One row a feeder and day: reads expected, received, estimated, edited, missing, late, and those still due.
-- Still due is what has not come of intervals that end after due_from: not expected yet. How many that are is told by the
-- interval that most meters of the feeder and that length were read in; no more than are not there for another reason.
-- result: feeder_id int32, feeder_name string, reading_day date, meters int32, intervals_expected int64,
-- intervals_received int64, intervals_estimated int64, intervals_edited int64, intervals_missing int64,
-- intervals_late int64, intervals_due int64
-- topics: ami
WITH seen AS (
    SELECT
        l.feeder_id,
        l.reading_day,
        DATEADD('minute', l.interval_minutes, l.interval_start_at) AS interval_end_at,
        l.intervals_received + l.intervals_missing AS meters,
        MAX(l.intervals_received + l.intervals_missing) OVER (PARTITION BY l.feeder_id, l.interval_minutes) AS usual_meters
    FROM feeder_interval_load AS l
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.interval_start_at >= DATEADD('minute', -1440, :due_from::timestamp_ntz)
),
due AS (
    SELECT feeder_id, reading_day, SUM(usual_meters - meters) AS intervals_due
    FROM seen
    WHERE interval_end_at > :due_from::timestamp_ntz
    GROUP BY feeder_id, reading_day
),
counted AS (
    SELECT
        d.feeder_id,
        d.reading_day,
        GREATEST(LEAST(COALESCE(u.intervals_due, 0), d.intervals_expected - d.intervals_received - d.intervals_missing), 0)
            AS intervals_due
    FROM feeder_day AS d
    LEFT JOIN due AS u ON u.feeder_id = d.feeder_id AND u.reading_day = d.reading_day
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
)
SELECT
    d.feeder_id,
    f.feeder_name,
    d.reading_day,
    d.meters,
    d.intervals_expected - COALESCE(c.intervals_due, 0) AS intervals_expected,
    d.intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late,
    COALESCE(c.intervals_due, 0) AS intervals_due
FROM feeder_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
JOIN counted AS c ON c.feeder_id = d.feeder_id AND c.reading_day = d.reading_day
WHERE d.reading_day >= :first_day::date
    AND d.reading_day < :end_day::date
    AND f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
ORDER BY d.feeder_id, d.reading_day
