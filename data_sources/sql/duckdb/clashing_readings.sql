-- One row a reading of `keys` that overlaps one of other bounds that is there. No interval is longer than an hour, so two
-- that overlap touch the same hour (UTC): that is what they are joined by.
WITH arriving AS (
    SELECT
        row, meter_id, interval_start_at AS starts_at,
        interval_start_at + to_minutes(interval_minutes) AS ends_at
    FROM keys
),

there AS (
    SELECT
        meter_id, interval_start_at AS starts_at,
        interval_start_at + to_minutes(interval_minutes) AS ends_at
    FROM ami_interval_readings
    WHERE
        meter_id BETWEEN $first_meter_id AND $last_meter_id
        AND interval_start_at BETWEEN $first_at AND $last_at
)

SELECT DISTINCT a.row
FROM (
    SELECT *, date_trunc('hour', starts_at) AS hour FROM arriving
    UNION
    SELECT *, date_trunc('hour', ends_at - INTERVAL 1 MINUTE) AS hour FROM arriving
) AS a
JOIN (
    SELECT *, date_trunc('hour', starts_at) AS hour FROM there
    UNION
    SELECT *, date_trunc('hour', ends_at - INTERVAL 1 MINUTE) AS hour FROM there
) AS t ON t.meter_id = a.meter_id AND t.hour = a.hour
WHERE t.starts_at < a.ends_at AND t.ends_at > a.starts_at AND (t.starts_at <> a.starts_at OR t.ends_at <> a.ends_at)
