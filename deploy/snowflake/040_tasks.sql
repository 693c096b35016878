-- For a bucket that keeps growing: look for new files once a night, and turn what arrived into readings.
-- Both tasks are made asleep; `ALTER TASK … RESUME` wakes them. The second one starts no warehouse while nothing
-- arrived: its WHEN is answered without one. `fluxops stream` needs neither.
--
--   snow sql -f deploy/snowflake/040_tasks.sql -D warehouse=FLUX_WH -D utility_id=1 -D stamp_zone=UTC -D stamp_shift_minutes=0 -D interval_minutes=15
CREATE TASK IF NOT EXISTS load_ami_files
    WAREHOUSE = <% warehouse %>
    SCHEDULE = 'USING CRON 30 6 * * * UTC'
AS
COPY INTO ami_s3_readings
    FROM @ami_s3
    PATTERN = '.*[.]parquet'
    FILE_FORMAT = (FORMAT_NAME = 'ami_parquet')
    MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;

CREATE TASK IF NOT EXISTS take_in_ami_arrivals
    WAREHOUSE = <% warehouse %>
    AFTER load_ami_files
    WHEN SYSTEM$STREAM_HAS_DATA('AMI_S3_ARRIVALS')
AS
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
