-- One row a meter of a place: what its days of a period come to; the first ones by a quantity, or those within limits.
-- All meters are ranked by the quantity alone, the rest is summed of those shown: a third of the time over many days.
-- `sign` is 1 for the most first and -1 for the least first; limits are exclusive. Where the quantity is not known, no row.
-- result: meter_id int32, meter_name string, transformer_name string, feeder_name string, customer_class string,
-- energy_kwh float64, received_kwh float64, peak_kw float64, voltage_pct_min float64, voltage_v_min float64,
-- voltage_pct_max float64, voltage_v_max float64, minutes_low int64, minutes_high int64, missing int64, estimated int64,
-- how_many int64
-- topics: ami
WITH valued AS (
    SELECT
        x.meter_id,
        CASE
            WHEN :by = 'voltage_v_min' THEN MIN(x.value)
            WHEN :by IN ('peak_kw', 'voltage_v_max') THEN MAX(x.value)
            ELSE SUM(x.value)
        END AS value
    FROM (
        SELECT
            d.meter_id,
            CASE :by
                WHEN 'energy_kwh' THEN d.energy_delivered_kwh
                WHEN 'received_kwh' THEN d.energy_received_kwh
                WHEN 'peak_kw' THEN d.peak_kw
                WHEN 'voltage_v_min' THEN IFF(d.voltage_pct_min > 0, 1.2 * d.voltage_pct_min, NULL)
                WHEN 'voltage_v_max' THEN 1.2 * d.voltage_pct_max
                WHEN 'minutes_low' THEN d.minutes_below_a
                WHEN 'minutes_high' THEN d.minutes_above_a
                WHEN 'estimated' THEN d.intervals_estimated
                ELSE GREATEST(d.intervals_expected - d.intervals_received, 0)
            END AS value
        FROM meter_day AS d
        JOIN feeders AS f ON f.feeder_id = d.feeder_id
        JOIN meters AS m ON m.meter_id = d.meter_id
        WHERE d.reading_day >= :first_day::date
            AND d.reading_day < :end_day::date
            AND f.utility_id = :utility_id
            AND (:customer_class = '' OR m.customer_class = :customer_class)
            AND (:solar = '' OR IFF(m.has_solar, 'having', 'lacking') = :solar)
            AND (:ev = '' OR IFF(m.has_ev, 'having', 'lacking') = :ev)
            AND (:substation_id = 0 OR f.substation_id = :substation_id)
            AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
            AND (:transformer_id = 0 OR d.transformer_id = :transformer_id)
    ) AS x
    GROUP BY x.meter_id
),
ranked AS (
    SELECT
        v.meter_id,
        COUNT(*) OVER () AS how_many,
        ROW_NUMBER() OVER (ORDER BY :sign * v.value DESC, v.meter_id) AS place
    FROM valued AS v
    WHERE v.value IS NOT NULL
        AND (:above::double IS NULL OR v.value > :above::double)
        AND (:below::double IS NULL OR v.value < :below::double)
),
summed AS (
    SELECT
        r.meter_id, r.how_many, r.place,
        SUM(d.energy_delivered_kwh) AS energy_kwh,
        SUM(d.energy_received_kwh) AS received_kwh,
        MAX(d.peak_kw) AS peak_kw,
        MIN(IFF(d.voltage_pct_min > 0, d.voltage_pct_min, NULL)) AS voltage_pct_min,
        MAX(d.voltage_pct_max) AS voltage_pct_max,
        SUM(d.minutes_below_a) AS minutes_low,
        SUM(d.minutes_above_a) AS minutes_high,
        SUM(GREATEST(d.intervals_expected - d.intervals_received, 0)) AS missing,
        SUM(d.intervals_estimated) AS estimated
    FROM ranked AS r
    JOIN meter_day AS d ON d.meter_id = r.meter_id
    WHERE r.place <= :n
        AND d.reading_day >= :first_day::date
        AND d.reading_day < :end_day::date
    GROUP BY r.meter_id, r.how_many, r.place
)
SELECT
    s.meter_id, m.meter_name, t.transformer_name, f.feeder_name, m.customer_class, s.energy_kwh, s.received_kwh, s.peak_kw,
    s.voltage_pct_min, 1.2 * s.voltage_pct_min AS voltage_v_min, s.voltage_pct_max,
    1.2 * s.voltage_pct_max AS voltage_v_max, s.minutes_low, s.minutes_high, s.missing, s.estimated, s.how_many
FROM summed AS s
JOIN meters AS m ON m.meter_id = s.meter_id
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
ORDER BY s.place
