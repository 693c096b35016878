-- One row a feeder, or a substation, with readings: energy and load of a period, at the heads of its feeders or by its
-- customers' meters (`basis`), net of what they feed back; the meters tell apart what that is.
-- An interval of a substation counts for its peak, mean and least where all its heads were read.
-- result: place_id int32, place_name string, energy_kwh float64, received_kwh float64, peak_kw float64, peak_at timestamp,
-- mean_kw float64, least_kw float64, least_at timestamp, load_factor_pct float64, power_factor float64, newest_at timestamp
-- topics: ami
WITH readings AS (
    SELECT
        h.feeder_id, h.interval_start_at, h.interval_minutes, h.energy_delivered_kwh, NULL::double AS energy_received_kwh,
        h.reactive_kvarh
    FROM feeder_head_readings AS h
    WHERE :basis = 'heads'
        AND h.reading_day >= :first_day::date
        AND h.reading_day < :end_day::date
    UNION ALL
    SELECT
        l.feeder_id, l.interval_start_at, l.interval_minutes, l.energy_delivered_kwh, l.energy_received_kwh, l.reactive_kvarh
    FROM feeder_interval_load AS l
    WHERE :basis = 'meters'
        AND l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
),
steps AS (
    SELECT
        IFF(:kind = 'substation', f.substation_id, f.feeder_id) AS place_id,
        h.interval_start_at,
        MAX(DATEADD('minute', h.interval_minutes, h.interval_start_at)) AS end_at,
        SUM(h.energy_delivered_kwh) AS energy_kwh,
        SUM(h.energy_received_kwh) AS received_kwh,
        SUM(h.reactive_kvarh) AS reactive_kvarh,
        SUM((h.energy_delivered_kwh - COALESCE(h.energy_received_kwh, 0)) * 60 / h.interval_minutes) AS load_kw,
        COUNT(h.energy_delivered_kwh) AS heads
    FROM readings AS h
    JOIN feeders AS f ON f.feeder_id = h.feeder_id
    WHERE h.interval_start_at >= :from_at::timestamp_ntz
        AND h.interval_start_at < :to_at::timestamp_ntz
        AND f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
    GROUP BY 1, 2
),
whole AS (
    SELECT
        place_id, interval_start_at, end_at, energy_kwh, received_kwh, reactive_kvarh,
        IFF(:basis = 'meters' OR heads = MAX(heads) OVER (PARTITION BY place_id), load_kw, NULL) AS load_kw
    FROM steps
),
sums AS (
    SELECT
        place_id,
        SUM(energy_kwh) AS energy_kwh,
        SUM(received_kwh) AS received_kwh,
        SUM(reactive_kvarh) AS reactive_kvarh,
        SUM(energy_kwh) - COALESCE(SUM(received_kwh), 0) AS net_kwh,
        MAX(load_kw) AS peak_kw,
        AVG(load_kw) AS mean_kw,
        MIN(load_kw) AS least_kw,
        MAX(end_at) AS newest_at
    FROM whole
    GROUP BY place_id
),
moments AS (
    SELECT
        w.place_id,
        MIN(IFF(x.peak_kw = w.load_kw, w.interval_start_at, NULL)) AS peak_at,
        MIN(IFF(x.least_kw = w.load_kw, w.interval_start_at, NULL)) AS least_at
    FROM whole AS w
    JOIN sums AS x ON x.place_id = w.place_id
    GROUP BY w.place_id
)
SELECT
    x.place_id, COALESCE(f.feeder_name, s.substation_name) AS place_name, x.energy_kwh, x.received_kwh, x.peak_kw, p.peak_at,
    x.mean_kw, x.least_kw, p.least_at, IFF(x.peak_kw > 0, 100 * x.mean_kw / x.peak_kw, NULL) AS load_factor_pct,
    ABS(x.net_kwh) / NULLIF(SQRT(x.net_kwh * x.net_kwh + x.reactive_kvarh * x.reactive_kvarh), 0) AS power_factor, x.newest_at
FROM sums AS x
LEFT JOIN moments AS p ON p.place_id = x.place_id
LEFT JOIN feeders AS f ON f.feeder_id = x.place_id AND :kind = 'feeder'
LEFT JOIN substations AS s ON s.substation_id = x.place_id AND :kind = 'substation'
WHERE x.energy_kwh IS NOT NULL
ORDER BY place_name
