-- One row a table: how many rows hold a negative, infinite or missing physical value (NaN sorts above every number). A
-- health that is not known is NaN.
-- result: subject string, row_count int64, examples string
-- topics: network
SELECT
    'segments' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(segment_id ORDER BY segment_id))[1:5], ', '), '') AS examples
FROM flux.segments
WHERE utility_id = :utility_id AND NOT (length_m BETWEEN 0 AND 1e30 AND rated_a BETWEEN 0 AND 1e30 AND voltage_kv BETWEEN 0 AND 1e30)
UNION ALL
SELECT
    'transformers' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(transformer_id ORDER BY transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers
WHERE utility_id = :utility_id AND NOT (rated_kva BETWEEN 0 AND 1e30 AND primary_kv BETWEEN 0 AND 1e30 AND secondary_v BETWEEN 0 AND 1e30 AND peak_load_kw BETWEEN 0 AND 1e30 AND customers_served BETWEEN 0 AND 1e30 AND rated_kva > 0)
UNION ALL
SELECT
    'feeders' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(feeder_id ORDER BY feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeders
WHERE utility_id = :utility_id AND NOT (voltage_kv BETWEEN 0 AND 1e30 AND rated_a BETWEEN 0 AND 1e30 AND rated_kva BETWEEN 0 AND 1e30 AND peak_load_kw BETWEEN 0 AND 1e30 AND rated_kva > 0)
UNION ALL
SELECT
    'meters' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(meter_id ORDER BY meter_id))[1:5], ', '), '') AS examples
FROM flux.meters
WHERE utility_id = :utility_id AND NOT (monthly_kwh BETWEEN 0 AND 1e30 AND nominal_voltage_v BETWEEN 0 AND 1e30)
UNION ALL
SELECT
    'transformer_status' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(transformer_id ORDER BY transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformer_status
WHERE utility_id = :utility_id AND NOT (load_pct BETWEEN 0 AND 1e30 AND voltage_v BETWEEN 0 AND 1e30 AND load_kw < double precision 'Infinity')
UNION ALL
SELECT
    'feeder_status' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(feeder_id ORDER BY feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeder_status
WHERE utility_id = :utility_id AND NOT (load_pct BETWEEN 0 AND 1e30 AND current_a BETWEEN 0 AND 1e30 AND voltage_kv BETWEEN 0 AND 1e30 AND power_factor BETWEEN 0 AND 1e30 AND load_kw < double precision 'Infinity')
UNION ALL
SELECT
    'outages' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(outage_id ORDER BY outage_id))[1:5], ', '), '') AS examples
FROM flux.outages
WHERE
    utility_id = :utility_id
    AND NOT (customer_minutes BETWEEN 0 AND 1e30 AND coalesce(restored_at >= started_at, true))
UNION ALL
SELECT
    'poles' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(pole_id ORDER BY pole_id))[1:5], ', '), '') AS examples
FROM flux.poles
WHERE utility_id = :utility_id AND NOT (height_m BETWEEN 0 AND 1e30 AND (health_score BETWEEN 0 AND 100 OR health_score = 'NaN'))
