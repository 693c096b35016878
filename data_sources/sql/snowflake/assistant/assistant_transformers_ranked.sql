-- One row a transformer of a place: what its meters registered on the days of a period, and its highest hour; the first
-- ones by a quantity, or those within limits. `sign` is 1 for the most first and -1 for the least first.
-- result: transformer_id int32, transformer_name string, feeder_name string, rated_kva float64, energy_kwh float64,
-- received_kwh float64, peak_kva float64, peak_pct float64, lon float64, lat float64, how_many int64
-- topics: ami
WITH sums AS (
    SELECT
        t.transformer_id, t.transformer_name, f.feeder_name, t.rated_kva, t.lon, t.lat,
        SUM(d.energy_delivered_kwh) AS energy_kwh,
        SUM(d.energy_received_kwh) AS received_kwh,
        MAX(d.peak_kva) AS peak_kva,
        100 * MAX(d.peak_kva) / NULLIF(t.rated_kva, 0) AS peak_pct
    FROM transformer_day AS d
    JOIN transformers AS t ON t.transformer_id = d.transformer_id
    JOIN feeders AS f ON f.feeder_id = t.feeder_id
    WHERE d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
        AND f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
    GROUP BY t.transformer_id, t.transformer_name, f.feeder_name, t.rated_kva, t.lon, t.lat
),
valued AS (
    SELECT
        x.*,
        CASE :by
            WHEN 'energy_kwh' THEN x.energy_kwh
            WHEN 'received_kwh' THEN x.received_kwh
            WHEN 'peak_kva' THEN x.peak_kva
            ELSE x.peak_pct
        END AS value
    FROM sums AS x
),
ranked AS (
    SELECT
        v.*,
        COUNT(*) OVER () AS how_many,
        ROW_NUMBER() OVER (ORDER BY :sign * v.value DESC, v.transformer_name) AS place
    FROM valued AS v
    WHERE v.value IS NOT NULL
        AND (:above::double IS NULL OR v.value > :above::double)
        AND (:below::double IS NULL OR v.value < :below::double)
)
SELECT
    transformer_id, transformer_name, feeder_name, rated_kva, energy_kwh, received_kwh, peak_kva, peak_pct, lon, lat,
    how_many
FROM ranked
WHERE place <= :n
ORDER BY place
