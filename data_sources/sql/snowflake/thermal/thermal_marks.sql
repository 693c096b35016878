-- One row a local day with hourly loads of a utility: sums that change where one of its loads does.
-- result: reading_day date, transformer_hours int64, load int64, minutes_received int64
-- topics: ami
SELECT
    l.reading_day,
    COUNT(*) AS transformer_hours,
    SUM(ROUND(COALESCE(l.load_kva, 0) * 10000)::bigint)::bigint AS load,
    SUM(l.minutes_received) AS minutes_received
FROM transformer_hourly_load AS l
JOIN transformers AS t ON t.transformer_id = l.transformer_id
WHERE t.utility_id = :utility_id
GROUP BY l.reading_day
ORDER BY l.reading_day
