-- One row a transformer, the worst of a period first: by hot_spot, loss_of_life or peak_load.
-- result: transformer_id int32, transformer_name string, feeder_id int32, feeder_name string, rated_kva float64,
--         aged_hours float64, hot_spot_max_c float64, peak_load_pct float64, known_hours int32, unknown_hours int32,
--         hours_above_110_c int32, hours_above_140_c int32
-- topics: thermal, ami
SELECT
    r.transformer_id,
    t.transformer_name,
    t.feeder_id,
    f.feeder_name,
    t.rated_kva,
    r.aged_hours,
    r.hot_spot_max_c,
    r.peak_load_pct,
    r.known_hours,
    r.unknown_hours,
    r.hours_above_110_c,
    r.hours_above_140_c
FROM (
    SELECT
        d.transformer_id,
        SUM(d.aged_hours) AS aged_hours,
        MAX(d.hot_spot_max_c) AS hot_spot_max_c,
        MAX(d.peak_load_pct) AS peak_load_pct,
        SUM(d.known_hours) AS known_hours,
        SUM(d.unknown_hours) AS unknown_hours,
        SUM(d.hours_above_110_c) AS hours_above_110_c,
        SUM(d.hours_above_140_c) AS hours_above_140_c
    FROM transformer_thermal_day AS d
    WHERE d.utility_id = :utility_id
        AND d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
    GROUP BY d.transformer_id
    HAVING SUM(d.known_hours) > 0
) AS r
JOIN transformers AS t ON t.transformer_id = r.transformer_id
JOIN feeders AS f ON f.feeder_id = t.feeder_id
WHERE (:substation_id = 0 OR f.substation_id = :substation_id)
    AND (:feeder_id = 0 OR t.feeder_id = :feeder_id)
ORDER BY
    CASE :rank_by
        WHEN 'hot_spot' THEN r.hot_spot_max_c
        WHEN 'loss_of_life' THEN r.aged_hours
        ELSE r.peak_load_pct
    END DESC,
    r.transformer_id
LIMIT :limit
