-- Where the exported readings lie: s3://BUCKET/raw/ami/ami_interval_readings/, 385 Parquet files, 78.7 GB.
-- The storage integration is made by an account administrator and names the bucket; no key stands in any file.
--
--   snow sql -f deploy/snowflake/020_s3_stage.sql -D bucket=my-bucket -D integration=FLUX_S3
CREATE FILE FORMAT IF NOT EXISTS ami_parquet TYPE = PARQUET USE_LOGICAL_TYPE = TRUE;

CREATE STAGE IF NOT EXISTS ami_s3
    URL = 's3://<% bucket %>/raw/ami/ami_interval_readings/'
    STORAGE_INTEGRATION = <% integration %>
    FILE_FORMAT = (FORMAT_NAME = 'ami_parquet');

-- The files' rows as they are, before anything is made of them. Emptied when they have moved on (see 040).
CREATE TRANSIENT TABLE IF NOT EXISTS ami_s3_readings (
    meter_id                VARCHAR NOT NULL,       -- meters.meter_name
    "TIMESTAMP"             TIMESTAMP_NTZ NOT NULL, -- see the variables of 030
    usage_kwh               FLOAT,                  -- negative: the customer sends
    voltage                 FLOAT,
    power_factor            FLOAT,
    customer_segment_id     VARCHAR
) DATA_RETENTION_TIME_IN_DAYS = 0;

-- What arrived and has not moved on.
CREATE STREAM IF NOT EXISTS ami_s3_arrivals ON TABLE ami_s3_readings APPEND_ONLY = TRUE;
