-- One row a transformer of a utility: metered time since a day, and how much of it was outside range A of ANSI C84.1.
-- result: transformer_id int32, minutes_received int64, minutes_outside_a int64
-- topics: ami
SELECT
    d.transformer_id,
    SUM(d.minutes_received) AS minutes_received,
    SUM(d.minutes_below_a) + SUM(d.minutes_above_a) AS minutes_outside_a
FROM meter_day AS d
JOIN transformers AS t ON t.transformer_id = d.transformer_id
WHERE t.utility_id = :utility_id AND d.reading_day >= :from_day
GROUP BY d.transformer_id
ORDER BY d.transformer_id
