-- One row a meter of the demo with something wrong in the period, known because it was put there.
-- result: meter_id int32, kind string, started_on date, ended_on date, true_transformer_id int32,
-- recorded_transformer_id int32, feeder_id int32, is_metered bool
-- topics: ami
SELECT
    g.meter_id,
    g.kind,
    g.started_on,
    g.ended_on,
    g.true_transformer_id,
    g.recorded_transformer_id,
    m.feeder_id,
    mt.transformer_id IS NOT NULL AS is_metered
FROM demo_ground_truth AS g
JOIN meters AS m ON m.meter_id = g.meter_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
LEFT JOIN metered_transformers AS mt ON mt.transformer_id = g.recorded_transformer_id
WHERE f.utility_id = :utility_id
    AND (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
    AND g.started_on < :end_day::date
    AND (g.ended_on IS NULL OR g.ended_on > :first_day::date)
ORDER BY g.meter_id, g.kind
