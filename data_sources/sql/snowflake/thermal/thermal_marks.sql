-- One row a local day with hourly loads of a utility: a sum over its rows that is another one where any of them is.
-- result: reading_day date, transformer_hours int64, loads string
-- topics: ami
SELECT
    l.reading_day,
    COUNT(*) AS transformer_hours,
    SUM(MOD(HASH(
        l.transformer_id,
        l.hour_start_at,
        l.energy_delivered_kwh,
        l.energy_received_kwh,
        l.reactive_kvarh,
        l.minutes_received
    ), 1000000007))::bigint::varchar AS loads  -- so that the sum of a day stays exact in any number
FROM transformer_hourly_load AS l
JOIN transformers AS t ON t.transformer_id = l.transformer_id
WHERE t.utility_id = :utility_id
GROUP BY l.reading_day
ORDER BY l.reading_day
