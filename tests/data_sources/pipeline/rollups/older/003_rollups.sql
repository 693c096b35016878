-- The rollups as Flux made them before they knew lengths that change within a day; for test_older.py.
-- Sums that answer every aggregate question. Power factors are never averaged: kWh and kvarh are summed, kVA follows.
-- Sums are rounded to 0.1 Wh: adding in another order then gives the same rows, and they pack to half the bytes.
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
    ROUND(SUM(r.energy_delivered_kwh), 4) AS energy_delivered_kwh,
    ROUND(SUM(r.energy_received_kwh), 4) AS energy_received_kwh,
    ROUND(SUM(r.reactive_kvarh), 4) AS reactive_kvarh,
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
    intervals_estimated     INTEGER
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
    COUNT_IF(r.quality = 'estimated') AS intervals_estimated
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
    intervals_received      SMALLINT,
    intervals_estimated     SMALLINT,
    intervals_edited        SMALLINT,
    intervals_missing       SMALLINT,
    intervals_late          SMALLINT,               -- arrived more than 6 hours after the interval's end
    intervals_zero          SMALLINT
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, meter_id) AS
-- Limits and names are joined once a meter, not computed once a reading.
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
    d.intervals - d.intervals_missing AS intervals_received,
    d.intervals_estimated,
    d.intervals_edited,
    d.intervals_missing,
    d.intervals_late,
    d.intervals_zero
FROM (
    SELECT
        r.meter_id,
        r.reading_day,
        SUM(r.energy_delivered_kwh) AS energy_delivered_kwh,
        SUM(r.energy_received_kwh) AS energy_received_kwh,
        SUM(r.reactive_kvarh) AS reactive_kvarh,
        MAX(r.energy_delivered_kwh / r.interval_minutes) AS peak_kwh_per_minute,
        MIN(r.voltage_v) AS voltage_v_min,
        AVG(r.voltage_v) AS voltage_v_mean,
        MAX(r.voltage_v) AS voltage_v_max,
        SUM(IFF(r.voltage_v < l.low_a_v, r.interval_minutes, 0)) AS minutes_below_a,
        SUM(IFF(r.voltage_v > l.high_a_v, r.interval_minutes, 0)) AS minutes_above_a,
        SUM(IFF(r.voltage_v < l.low_b_v, r.interval_minutes, 0)) AS minutes_below_b,
        SUM(IFF(r.voltage_v > l.high_b_v, r.interval_minutes, 0)) AS minutes_above_b,
        COUNT(*) AS intervals,
        COUNT_IF(r.quality = 'estimated') AS intervals_estimated,
        COUNT_IF(r.quality = 'edited') AS intervals_edited,
        COUNT_IF(r.quality = 'missing') AS intervals_missing,
        COUNT_IF(r.ingested_at > DATEADD('minute', 360 + r.interval_minutes, r.interval_start_at)) AS intervals_late,
        COUNT_IF(r.energy_delivered_kwh = 0) AS intervals_zero
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
) AS d
JOIN meters AS m ON m.meter_id = d.meter_id;

CREATE OR REPLACE DYNAMIC TABLE feeder_day (
    feeder_id               INTEGER,
    reading_day             DATE,
    meters                  INTEGER,                -- installed in the feeder
    intervals_expected      INTEGER,
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
    minutes_above_b         BIGINT
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, feeder_id) AS
SELECT
    d.feeder_id,
    d.reading_day,
    a.meters,
    -- A meter counts with the day's longest number of intervals in its feeder: a gap is no shorter day.
    a.meters * MAX(d.intervals_received + d.intervals_missing) AS intervals_expected,
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
    SUM(d.minutes_above_b) AS minutes_above_b
FROM meter_day AS d
JOIN (SELECT feeder_id, COUNT(*) AS meters FROM meters GROUP BY feeder_id) AS a ON a.feeder_id = d.feeder_id
GROUP BY d.feeder_id, d.reading_day, a.meters;
