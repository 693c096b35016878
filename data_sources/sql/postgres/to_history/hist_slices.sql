-- One row a table, utility and year (UTC) of what changes from hour to hour, with a digest of the rows the history keeps.
-- result: table string, utility_id int32, year int32, digest string
-- topics: outages, weather
SELECT 'outage_events' AS table, utility_id, year, concat_ws(' moved ', held.digest, moved.digest) AS digest
FROM (
    SELECT
        utility_id, extract(year FROM started_at AT TIME ZONE 'UTC')::integer AS year,
        'by transformer ' || count(*) || ' ' || sum(hash_record_extended(ROW(
            outage_id, feeder_id, device_id, transformer_id, started_at, restored_at, kind, cause, customers_interrupted,
            customer_minutes, is_simulated, groups.digest), 0)) AS digest
    FROM flux.outages
    LEFT JOIN (
        SELECT outage_id, sum(hash_record_extended(ROW(
            interruption_id, out_at, restored_at, customers, transformer_ids, phases), 0)) AS digest
        FROM flux.interruptions
        GROUP BY outage_id
    ) AS groups USING (outage_id)
    WHERE restored_at IS NOT NULL OR is_active
    GROUP BY 1, 2
) AS held
FULL JOIN (
    SELECT
        utility_id, extract(year FROM started_at AT TIME ZONE 'UTC')::integer AS year,
        count(*) || ' ' || sum(hashint8extended(outage_id, 0)) AS digest
    FROM flux.moved_outages
    GROUP BY 1, 2
) AS moved USING (utility_id, year)
UNION ALL
SELECT
    'weather', utility_id, extract(year FROM observed_at AT TIME ZONE 'UTC')::integer AS year,
    count(*) || ' ' || sum(hash_record_extended(ROW(observed_at, temperature_c, humidity_pct, wind_mps, is_simulated), 0))
FROM flux.weather
GROUP BY utility_id, year
UNION ALL
SELECT
    'weather_forecasts', utility_id, extract(year FROM issued_at AT TIME ZONE 'UTC')::integer AS year,
    count(*) || ' ' || sum(hash_record_extended(ROW(issued_at, forecast_at, temperature_c, is_simulated), 0))
FROM flux.weather_forecasts
GROUP BY utility_id, year
ORDER BY 1, 2, 3
