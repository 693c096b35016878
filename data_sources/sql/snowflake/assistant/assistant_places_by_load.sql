-- One row a feeder, or a substation, with readings at the heads: energy and load of a period.
-- An interval of a substation counts for its peak, mean and least where all its heads were read.
-- result: place_id int32, place_name string, energy_kwh float64, peak_kw float64, peak_at timestamp, mean_kw float64,
-- least_kw float64, load_factor_pct float64, newest_at timestamp
-- topics: ami
WITH steps AS (
    SELECT
        IFF(:kind = 'substation', f.substation_id, f.feeder_id) AS place_id,
        h.interval_start_at,
        MAX(DATEADD('minute', h.interval_minutes, h.interval_start_at)) AS end_at,
        SUM(h.energy_delivered_kwh) AS energy_kwh,
        SUM(h.energy_delivered_kwh * 60 / h.interval_minutes) AS load_kw,
        COUNT(h.energy_delivered_kwh) AS heads
    FROM feeder_head_readings AS h
    JOIN feeders AS f ON f.feeder_id = h.feeder_id
    WHERE h.reading_day >= :first_day::date
        AND h.reading_day < :end_day::date
        AND h.interval_start_at >= :from_at::timestamp_ntz
        AND h.interval_start_at < :to_at::timestamp_ntz
        AND f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
    GROUP BY 1, 2
),
whole AS (
    SELECT
        place_id, interval_start_at, end_at, energy_kwh,
        IFF(heads = MAX(heads) OVER (PARTITION BY place_id), load_kw, NULL) AS load_kw
    FROM steps
),
sums AS (
    SELECT
        place_id,
        SUM(energy_kwh) AS energy_kwh,
        MAX(load_kw) AS peak_kw,
        AVG(load_kw) AS mean_kw,
        MIN(load_kw) AS least_kw,
        MAX(end_at) AS newest_at
    FROM whole
    GROUP BY place_id
),
peaks AS (
    SELECT w.place_id, MIN(w.interval_start_at) AS peak_at
    FROM whole AS w
    JOIN sums AS x ON x.place_id = w.place_id AND x.peak_kw = w.load_kw
    GROUP BY w.place_id
)
SELECT
    x.place_id, COALESCE(f.feeder_name, s.substation_name) AS place_name, x.energy_kwh, x.peak_kw, p.peak_at, x.mean_kw,
    x.least_kw, 100 * x.mean_kw / NULLIF(x.peak_kw, 0) AS load_factor_pct, x.newest_at
FROM sums AS x
LEFT JOIN peaks AS p ON p.place_id = x.place_id
LEFT JOIN feeders AS f ON f.feeder_id = x.place_id AND :kind = 'feeder'
LEFT JOIN substations AS s ON s.substation_id = x.place_id AND :kind = 'substation'
WHERE x.energy_kwh IS NOT NULL
ORDER BY place_name
