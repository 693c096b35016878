-- Load the files of the stage, then turn their rows into readings. Both may be run again at any time: COPY steps over
-- files it has loaded (Snowflake remembers them for 64 days), and the stream gives every row away exactly once.
--
-- What the files do not say has to be said here:
--   stamp_zone           zone in which TIMESTAMP was written: UTC, or the utility's own, e.g. America/Chicago
--   stamp_shift_minutes  0 where TIMESTAMP is the START of its interval, -15 where it is the end
--   interval_minutes     15
--   utility_id           the utility whose meters these are; its time zone decides to which day a reading belongs
--
--   snow sql -f deploy/snowflake/030_copy_ami.sql -D utility_id=1 -D stamp_zone=UTC -D stamp_shift_minutes=0 -D interval_minutes=15
--
-- A larger warehouse for the one load pays: 385 files are read side by side.
COPY INTO ami_s3_readings
    FROM @ami_s3
    PATTERN = '.*[.]parquet'
    FILE_FORMAT = (FORMAT_NAME = 'ami_parquet')
    MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE
    ON_ERROR = ABORT_STATEMENT;

-- Reactive energy follows from the power factor: kvarh = kWh * tan(arccos(power factor)), lagging where it is positive
-- and leading where it is negative; as a fraction or in percent, each value by itself. Another value tells none.
-- The files say nothing of quality: a value is an actual read, none is a missing one.
INSERT INTO ami_interval_readings_raw (
    meter_id, interval_start_at, interval_minutes, reading_day, energy_delivered_kwh, energy_received_kwh,
    reactive_kvarh, voltage_v, quality, ingested_at
)
WITH stamped AS (
    SELECT
        m.meter_id,
        u.time_zone,
        DATEADD('minute', <% stamp_shift_minutes %>, CONVERT_TIMEZONE('<% stamp_zone %>', 'UTC', a."TIMESTAMP")) AS interval_start_at,
        a.usage_kwh,
        a.voltage,
        SIGN(a.power_factor) AS lagging,
        CASE
            WHEN ABS(a.power_factor) BETWEEN 0.01 AND 1.01 THEN LEAST(1, ABS(a.power_factor))
            WHEN ABS(a.power_factor) BETWEEN 10 AND 101 THEN LEAST(1, ABS(a.power_factor) / 100)
        END AS power_factor
    FROM ami_s3_arrivals AS a
    JOIN meters AS m ON m.meter_name = a.meter_id AND m.utility_id = <% utility_id %>
    JOIN utilities AS u ON u.utility_id = m.utility_id
)
SELECT
    meter_id,
    interval_start_at,
    <% interval_minutes %> AS interval_minutes,
    CONVERT_TIMEZONE('UTC', time_zone, interval_start_at)::DATE AS reading_day,
    GREATEST(usage_kwh, 0) AS energy_delivered_kwh,
    GREATEST(-usage_kwh, 0) AS energy_received_kwh,
    lagging * ABS(usage_kwh) * TAN(ACOS(power_factor)) AS reactive_kvarh,
    voltage AS voltage_v,
    IFF(usage_kwh IS NULL, 'missing', 'actual') AS quality,
    SYSDATE() AS ingested_at
FROM stamped;

-- Meters of the files that are not in `meters`, with what was left behind: none should be here.
SELECT s.meter_id, COUNT(*) AS readings
FROM ami_s3_readings AS s
LEFT JOIN meters AS m ON m.meter_name = s.meter_id AND m.utility_id = <% utility_id %>
WHERE m.meter_id IS NULL
GROUP BY s.meter_id
ORDER BY readings DESC;
