-- Sums that answer every aggregate question. Power factors are never averaged: kWh and kvarh are summed, kVA follows.
-- Sums are rounded to 0.1 Wh: adding in another order then gives the same rows, and they pack to half the bytes.
-- What a few minutes register is less than that: 1 W over a minute is 0.017 Wh, so these are rounded to 1 mWh.
CREATE OR REPLACE DYNAMIC TABLE feeder_interval_load (
    feeder_id               INTEGER,
    interval_start_at       TIMESTAMP_NTZ,
    interval_minutes        SMALLINT,
    reading_day             DATE,
    energy_delivered_kwh    DOUBLE,
    energy_received_kwh     DOUBLE,
    reactive_kvarh          DOUBLE,
    voltage_pct             FLOAT,                  -- mean, % of nominal
    intervals_received      INTEGER,
    intervals_estimated     INTEGER,
    intervals_missing       INTEGER
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, feeder_id) AS
SELECT
    m.feeder_id,
    r.interval_start_at,
    r.interval_minutes,
    r.reading_day,
    IFF(r.interval_minutes < 15, ROUND(SUM(r.energy_delivered_kwh), 6), ROUND(SUM(r.energy_delivered_kwh), 4)) AS energy_delivered_kwh,
    IFF(r.interval_minutes < 15, ROUND(SUM(r.energy_received_kwh), 6), ROUND(SUM(r.energy_received_kwh), 4)) AS energy_received_kwh,
    IFF(r.interval_minutes < 15, ROUND(SUM(r.reactive_kvarh), 6), ROUND(SUM(r.reactive_kvarh), 4)) AS reactive_kvarh,
    ROUND(AVG(100 * r.voltage_v / m.nominal_voltage_v), 3) AS voltage_pct,
    COUNT_IF(r.quality <> 'missing') AS intervals_received,
    COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
    COUNT_IF(r.quality = 'missing') AS intervals_missing
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
GROUP BY m.feeder_id, r.interval_start_at, r.interval_minutes, r.reading_day;

CREATE OR REPLACE DYNAMIC TABLE transformer_hourly_load (
    transformer_id          INTEGER,
    feeder_id               INTEGER,
    hour_start_at           TIMESTAMP_NTZ,
    reading_day             DATE,
    energy_delivered_kwh    FLOAT,
    energy_received_kwh     FLOAT,
    reactive_kvarh          FLOAT,
    load_kva                FLOAT,                  -- of the hour's mean: root of net kWh and kvarh squared
    intervals_received      INTEGER,
    intervals_estimated     INTEGER,
    minutes_received        INTEGER                 -- 60 a meter that was read all the hour, whatever its length
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, transformer_id) AS
SELECT
    m.transformer_id,
    m.feeder_id,
    DATE_TRUNC('hour', r.interval_start_at) AS hour_start_at,
    r.reading_day,
    ROUND(SUM(r.energy_delivered_kwh), 4) AS energy_delivered_kwh,
    ROUND(SUM(r.energy_received_kwh), 4) AS energy_received_kwh,
    ROUND(SUM(r.reactive_kvarh), 4) AS reactive_kvarh,
    ROUND(SQRT(
        POWER(COALESCE(SUM(r.energy_delivered_kwh), 0) - COALESCE(SUM(r.energy_received_kwh), 0), 2)
        + POWER(COALESCE(SUM(r.reactive_kvarh), 0), 2)
    ), 4) AS load_kva,
    COUNT_IF(r.quality <> 'missing') AS intervals_received,
    COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
    SUM(IFF(r.quality <> 'missing', r.interval_minutes, 0)) AS minutes_received
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
GROUP BY m.transformer_id, m.feeder_id, DATE_TRUNC('hour', r.interval_start_at), r.reading_day;

CREATE OR REPLACE DYNAMIC TABLE transformer_day (
    transformer_id          INTEGER,
    feeder_id               INTEGER,
    reading_day             DATE,
    energy_delivered_kwh    FLOAT,
    energy_received_kwh     FLOAT,
    peak_kva                FLOAT,                  -- highest hour
    intervals_received      INTEGER
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, transformer_id) AS
SELECT
    transformer_id,
    feeder_id,
    reading_day,
    ROUND(SUM(energy_delivered_kwh), 4) AS energy_delivered_kwh,
    ROUND(SUM(energy_received_kwh), 4) AS energy_received_kwh,
    MAX(load_kva) AS peak_kva,
    SUM(intervals_received) AS intervals_received
FROM transformer_hourly_load
GROUP BY transformer_id, feeder_id, reading_day;

-- Voltage ranges: ANSI C84.1 service voltage, range A 114 to 126 V and range B 110 to 127 V on 120 V, in % of nominal.
-- How many reads are expected of a meter is told here and nowhere else: those there is a record of, and of the rest of what
-- anybody on its feeder has a record of on that day, as many as fit at the length that the meter had then. A length holds
-- from its first record on, the day's first one from the beginning.
CREATE OR REPLACE DYNAMIC TABLE meter_day (
    meter_id                INTEGER,
    transformer_id          INTEGER,
    feeder_id               INTEGER,
    reading_day             DATE,
    energy_delivered_kwh    FLOAT,
    energy_received_kwh     FLOAT,
    reactive_kvarh          FLOAT,
    peak_kw                 FLOAT,                  -- highest interval mean delivered
    voltage_pct_min         FLOAT,
    voltage_pct_mean        FLOAT,
    voltage_pct_max         FLOAT,
    minutes_below_a         SMALLINT,
    minutes_above_a         SMALLINT,
    minutes_below_b         SMALLINT,
    minutes_above_b         SMALLINT,
    interval_minutes        SMALLINT,               -- the shortest of the day
    intervals_expected      SMALLINT,
    intervals_received      SMALLINT,
    intervals_estimated     SMALLINT,
    intervals_edited        SMALLINT,
    intervals_missing       SMALLINT,
    intervals_late          SMALLINT,               -- arrived more than 6 hours after the interval's end
    intervals_zero          SMALLINT,
    minutes_expected        SMALLINT,
    minutes_received        SMALLINT
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, meter_id) AS
WITH days AS (
    -- Limits and names are joined once a meter, not computed once a reading.
    SELECT
        r.meter_id,
        r.reading_day,
        SUM(r.energy_delivered_kwh) AS energy_delivered_kwh,
        SUM(r.energy_received_kwh) AS energy_received_kwh,
        SUM(r.reactive_kvarh) AS reactive_kvarh,
        MAX(r.energy_delivered_kwh / r.interval_minutes) AS peak_kwh_per_minute,
        MIN(r.voltage_v) AS voltage_v_min,
        SUM(r.voltage_v * r.interval_minutes)
            / NULLIF(SUM(IFF(r.voltage_v IS NULL, 0, r.interval_minutes)), 0) AS voltage_v_mean,
        MAX(r.voltage_v) AS voltage_v_max,
        SUM(IFF(r.voltage_v < l.low_a_v, r.interval_minutes, 0)) AS minutes_below_a,
        SUM(IFF(r.voltage_v > l.high_a_v, r.interval_minutes, 0)) AS minutes_above_a,
        SUM(IFF(r.voltage_v < l.low_b_v, r.interval_minutes, 0)) AS minutes_below_b,
        SUM(IFF(r.voltage_v > l.high_b_v, r.interval_minutes, 0)) AS minutes_above_b,
        MIN(r.interval_minutes) AS interval_minutes,
        MAX(r.interval_minutes) AS longest_minutes,
        COUNT(*) AS intervals,
        COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
        COUNT_IF(r.quality = 'edited') AS intervals_edited,
        COUNT_IF(r.quality = 'missing') AS intervals_missing,
        COUNT_IF(r.ingested_at > DATEADD('minute', 360 + r.interval_minutes, r.interval_start_at)) AS intervals_late,
        COUNT_IF(r.energy_delivered_kwh = 0) AS intervals_zero,
        SUM(IFF(r.quality = 'missing', 0, r.interval_minutes)) AS minutes_received
    FROM ami_interval_readings AS r
    JOIN (
        SELECT
            meter_id,
            114 * nominal_voltage_v / 120 AS low_a_v,
            126 * nominal_voltage_v / 120 AS high_a_v,
            110 * nominal_voltage_v / 120 AS low_b_v,
            127 * nominal_voltage_v / 120 AS high_b_v
        FROM meters
    ) AS l ON l.meter_id = r.meter_id
    GROUP BY r.meter_id, r.reading_day
),
recorded AS (
    -- One row a piece of the day without a hole, of what anybody on a feeder has a record of.
    SELECT
        p.feeder_id,
        p.reading_day,
        MIN(p.interval_start_at) AS from_at,
        MAX(p.end_at) AS to_at,
        SUM(DATEDIFF('minute', MIN(p.interval_start_at), MAX(p.end_at))) OVER (PARTITION BY p.feeder_id, p.reading_day)
            AS minutes
    FROM (
        SELECT
            o.feeder_id,
            o.reading_day,
            o.interval_start_at,
            o.end_at,
            SUM(IFF(o.interval_start_at <= o.end_before, 0, 1)) OVER (
                PARTITION BY o.feeder_id, o.reading_day
                ORDER BY o.interval_start_at, o.end_at
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS piece
        FROM (
            SELECT
                f.feeder_id,
                f.reading_day,
                f.interval_start_at,
                DATEADD('minute', f.interval_minutes, f.interval_start_at) AS end_at,
                MAX(DATEADD('minute', f.interval_minutes, f.interval_start_at)) OVER (
                    PARTITION BY f.feeder_id, f.reading_day
                    ORDER BY f.interval_start_at, f.interval_minutes
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS end_before
            FROM feeder_interval_load AS f
        ) AS o
    ) AS p
    GROUP BY p.feeder_id, p.reading_day, p.piece
),
lengths AS (
    -- One row a meter, day and length, where there are several: from when to when it holds, and what there is a record of.
    SELECT
        s.meter_id,
        s.feeder_id,
        s.reading_day,
        s.interval_minutes,
        s.intervals,
        LAG(s.first_at) OVER (PARTITION BY s.meter_id, s.reading_day ORDER BY s.first_at) IS NULL AS is_first,
        s.first_at,
        LEAD(s.first_at) OVER (PARTITION BY s.meter_id, s.reading_day ORDER BY s.first_at) AS next_at,
        SUM(s.intervals * s.interval_minutes) OVER (PARTITION BY s.meter_id, s.reading_day) AS minutes
    FROM (
        SELECT
            r.meter_id,
            m.feeder_id,
            r.reading_day,
            r.interval_minutes,
            COUNT(*) AS intervals,
            MIN(r.interval_start_at) AS first_at
        FROM ami_interval_readings AS r
        JOIN days AS d ON d.meter_id = r.meter_id AND d.reading_day = r.reading_day
        JOIN meters AS m ON m.meter_id = d.meter_id
        WHERE d.interval_minutes < d.longest_minutes
        GROUP BY r.meter_id, m.feeder_id, r.reading_day, r.interval_minutes
    ) AS s
),
changing AS (
    SELECT
        w.meter_id,
        w.reading_day,
        SUM(w.intervals + w.absent) AS intervals,
        SUM((w.intervals + w.absent) * w.interval_minutes) AS minutes
    FROM (
        SELECT
            n.meter_id,
            n.reading_day,
            n.interval_minutes,
            n.intervals,
            FLOOR(
                GREATEST(
                    LEAST(
                        MAX(c.minutes) - n.minutes,
                        SUM(
                            GREATEST(
                                DATEDIFF(
                                    'minute',
                                    IFF(n.is_first, c.from_at, GREATEST(n.first_at, c.from_at)),
                                    LEAST(COALESCE(n.next_at, c.to_at), c.to_at)
                                ),
                                0
                            )
                        ) - n.intervals * n.interval_minutes
                    ),
                    0
                ) / n.interval_minutes
            ) AS absent
        FROM lengths AS n
        JOIN recorded AS c ON c.feeder_id = n.feeder_id AND c.reading_day = n.reading_day
        GROUP BY n.meter_id, n.reading_day, n.interval_minutes, n.intervals, n.minutes
    ) AS w
    GROUP BY w.meter_id, w.reading_day
)
SELECT
    d.meter_id,
    m.transformer_id,
    m.feeder_id,
    d.reading_day,
    ROUND(d.energy_delivered_kwh, 4) AS energy_delivered_kwh,
    ROUND(d.energy_received_kwh, 4) AS energy_received_kwh,
    ROUND(d.reactive_kvarh, 4) AS reactive_kvarh,
    ROUND(60 * d.peak_kwh_per_minute, 4) AS peak_kw,
    ROUND(100 * d.voltage_v_min / m.nominal_voltage_v, 3) AS voltage_pct_min,
    ROUND(100 * d.voltage_v_mean / m.nominal_voltage_v, 3) AS voltage_pct_mean,
    ROUND(100 * d.voltage_v_max / m.nominal_voltage_v, 3) AS voltage_pct_max,
    d.minutes_below_a,
    d.minutes_above_a,
    d.minutes_below_b,
    d.minutes_above_b,
    d.interval_minutes,
    -- Of one length as many as fit into the day, or as there are; see `changing`, which comes to the same.
    COALESCE(e.intervals, GREATEST(d.intervals, FLOOR(c.minutes / d.interval_minutes))) AS intervals_expected,
    d.intervals - d.intervals_missing AS intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late,
    d.intervals_zero,
    COALESCE(e.minutes, GREATEST(d.intervals, FLOOR(c.minutes / d.interval_minutes)) * d.interval_minutes)
        AS minutes_expected,
    d.minutes_received
FROM days AS d
JOIN meters AS m ON m.meter_id = d.meter_id
LEFT JOIN (
    SELECT feeder_id, reading_day, MAX(minutes) AS minutes FROM recorded GROUP BY feeder_id, reading_day
) AS c ON c.feeder_id = m.feeder_id AND c.reading_day = d.reading_day
LEFT JOIN changing AS e ON e.meter_id = d.meter_id AND e.reading_day = d.reading_day;

CREATE OR REPLACE DYNAMIC TABLE feeder_day (
    feeder_id               INTEGER,
    reading_day             DATE,
    meters                  INTEGER,                -- installed in the feeder
    intervals_expected      INTEGER,                -- meters that are silent count like the others
    intervals_received      INTEGER,
    intervals_estimated     INTEGER,
    intervals_edited        INTEGER,
    intervals_missing       INTEGER,
    intervals_late          INTEGER,
    energy_delivered_kwh    DOUBLE,
    energy_received_kwh     DOUBLE,
    minutes_below_a         BIGINT,
    minutes_above_a         BIGINT,
    minutes_below_b         BIGINT,
    minutes_above_b         BIGINT,
    minutes_expected        SMALLINT                -- of the meter of which most of the day is expected
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, feeder_id) AS
SELECT
    d.feeder_id,
    d.reading_day,
    a.meters,
    ROUND(a.meters * SUM(d.intervals_expected) / NULLIF(COUNT(d.intervals_expected), 0))::INTEGER AS intervals_expected,
    SUM(d.intervals_received) AS intervals_received,
    SUM(d.intervals_estimated) AS intervals_estimated,
    SUM(d.intervals_edited) AS intervals_edited,
    SUM(d.intervals_missing) AS intervals_missing,
    SUM(d.intervals_late) AS intervals_late,
    ROUND(SUM(d.energy_delivered_kwh), 4) AS energy_delivered_kwh,
    ROUND(SUM(d.energy_received_kwh), 4) AS energy_received_kwh,
    SUM(d.minutes_below_a) AS minutes_below_a,
    SUM(d.minutes_above_a) AS minutes_above_a,
    SUM(d.minutes_below_b) AS minutes_below_b,
    SUM(d.minutes_above_b) AS minutes_above_b,
    MAX(d.minutes_expected) AS minutes_expected
FROM meter_day AS d
JOIN (SELECT feeder_id, COUNT(*) AS meters FROM meters GROUP BY feeder_id) AS a ON a.feeder_id = d.feeder_id
GROUP BY d.feeder_id, d.reading_day, a.meters;
