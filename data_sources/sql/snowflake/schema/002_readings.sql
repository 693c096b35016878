-- Every version of every reading, as it landed. What came later or is better measured wins in ami_interval_readings.
CREATE TABLE IF NOT EXISTS ami_interval_readings_raw (
    meter_id                INTEGER NOT NULL,
    interval_start_at       TIMESTAMP_NTZ NOT NULL, -- UTC
    interval_minutes        SMALLINT NOT NULL,
    reading_day             DATE NOT NULL,          -- of the interval's start, in the utility's own zone
    energy_delivered_kwh    FLOAT,                  -- to the customer; NULL where the read is missing
    energy_received_kwh     FLOAT,                  -- from the customer
    reactive_kvarh          FLOAT,
    voltage_v               FLOAT,                  -- mean of the interval
    quality                 VARCHAR NOT NULL,       -- actual, estimated, edited, missing
    ingested_at             TIMESTAMP_NTZ NOT NULL
) CLUSTER BY (reading_day, meter_id);

-- One row a meter and interval: actual and edited reads beat estimates, estimates beat gaps, then the latest wins.
CREATE OR REPLACE DYNAMIC TABLE ami_interval_readings (
    meter_id                INTEGER,
    interval_start_at       TIMESTAMP_NTZ,
    interval_minutes        SMALLINT,
    reading_day             DATE,
    energy_delivered_kwh    FLOAT,
    energy_received_kwh     FLOAT,
    reactive_kvarh          FLOAT,
    voltage_v               FLOAT,
    quality                 VARCHAR,
    ingested_at             TIMESTAMP_NTZ
) TARGET_LAG = '<% target_lag %>' WAREHOUSE = <% warehouse %> REFRESH_MODE = INCREMENTAL
CLUSTER BY (reading_day, meter_id) AS
SELECT
    meter_id, interval_start_at, interval_minutes, reading_day, energy_delivered_kwh, energy_received_kwh,
    reactive_kvarh, voltage_v, quality, ingested_at
FROM ami_interval_readings_raw
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY meter_id, interval_start_at
    ORDER BY CASE quality WHEN 'missing' THEN 2 WHEN 'estimated' THEN 1 ELSE 0 END, ingested_at DESC
) = 1;

-- Net energy into a feeder, measured at its breaker: independent of every customer meter.
CREATE TABLE IF NOT EXISTS feeder_head_readings (
    feeder_id               INTEGER NOT NULL,
    interval_start_at       TIMESTAMP_NTZ NOT NULL,
    interval_minutes        SMALLINT NOT NULL,
    reading_day             DATE NOT NULL,
    energy_delivered_kwh    FLOAT,
    reactive_kvarh          FLOAT,
    voltage_v               FLOAT                   -- on a 120 V base
) CLUSTER BY (reading_day, feeder_id);

-- Net energy through a transformer that has its own meter.
CREATE TABLE IF NOT EXISTS transformer_meter_readings (
    transformer_id          INTEGER NOT NULL,
    interval_start_at       TIMESTAMP_NTZ NOT NULL,
    interval_minutes        SMALLINT NOT NULL,
    reading_day             DATE NOT NULL,
    energy_delivered_kwh    FLOAT,
    reactive_kvarh          FLOAT,
    voltage_v               FLOAT                   -- on a 120 V base
) CLUSTER BY (reading_day, transformer_id);
