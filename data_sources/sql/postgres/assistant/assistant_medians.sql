-- One row: the middle values of what the transformers of a place carry now, half of them lie below, and their mean voltage; NULL
-- where none is known. 0 for an id: any.
-- result: median_load_pct float64, median_load_kw float64, median_voltage_v float64, mean_voltage_v float64,
-- updated_at timestamp
-- topics: network, transformer_status
SELECT
    percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.load_pct)) AS median_load_pct,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.load_kw)) AS median_load_kw,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY flux.known(u.voltage_v)) AS median_voltage_v,
    avg(flux.known(u.voltage_v)) FILTER (WHERE u.is_energized) AS mean_voltage_v,
    max(u.updated_at) AS updated_at
FROM flux.feeders AS f
JOIN flux.transformer_status AS u ON u.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
