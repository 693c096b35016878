-- The adapter between Flux's names and those of SI_DEMOS.PRODUCTION. Two halves; take the one you need.
--
--   snow sql -f deploy/snowflake/views.sql -D source=SI_DEMOS.PRODUCTION -D history=FLUX.HISTORY -D target=FLUX.PRODUCTION
--            -D utility_id=1 -D stamp_zone=UTC -D stamp_shift_minutes=0 -D interval_minutes=15
--
-- What their tables do not say is said by the variables, as in 030_copy_ami.sql; so is how a power factor is read.
--
-- 1. Theirs as ours: their readings in the place of the dynamic table ami_interval_readings. Run the files 001, 003,
--    004 and 005 of data_sources/sql/snowflake/schema and this half instead of 002; the rollups then refresh from their table
--    (which needs CHANGE_TRACKING = TRUE for that). Meters are matched by meters.meter_name = METER_ID.
CREATE OR REPLACE VIEW ami_interval_readings AS
WITH stamped AS (
    SELECT
        m.meter_id,
        u.time_zone,
        DATEADD('minute', <% stamp_shift_minutes %>, CONVERT_TIMEZONE('<% stamp_zone %>', 'UTC', r."TIMESTAMP")) AS interval_start_at,
        r.usage_kwh,
        r.voltage,
        SIGN(r.power_factor) AS lagging,
        CASE
            WHEN ABS(r.power_factor) BETWEEN 0.01 AND 1.01 THEN LEAST(1, ABS(r.power_factor))
            WHEN ABS(r.power_factor) BETWEEN 10 AND 101 THEN LEAST(1, ABS(r.power_factor) / 100)
        END AS power_factor
    FROM <% source %>.ami_interval_readings AS r
    JOIN meters AS m ON m.meter_name = r.meter_id AND m.utility_id = <% utility_id %>
    JOIN utilities AS u ON u.utility_id = m.utility_id
)
SELECT
    meter_id,
    interval_start_at,
    <% interval_minutes %>::SMALLINT AS interval_minutes,
    CONVERT_TIMEZONE('UTC', time_zone, interval_start_at)::DATE AS reading_day,
    GREATEST(usage_kwh, 0)::FLOAT AS energy_delivered_kwh,
    GREATEST(-usage_kwh, 0)::FLOAT AS energy_received_kwh,
    (lagging * ABS(usage_kwh) * TAN(ACOS(power_factor)))::FLOAT AS reactive_kvarh,
    voltage::FLOAT AS voltage_v,
    IFF(usage_kwh IS NULL, 'missing', 'actual') AS quality,
    DATEADD('minute', <% interval_minutes %>, interval_start_at) AS ingested_at
FROM stamped;

-- 2. Ours as theirs: reports and tools that ask for the old names find Flux's rows. Names are written out, since a view
--    looks for bare ones in its own schema.
CREATE SCHEMA IF NOT EXISTS <% target %>;

CREATE OR REPLACE VIEW <% target %>.ami_interval_readings AS
SELECT
    m.meter_name AS meter_id,
    r.interval_start_at AS "TIMESTAMP",
    r.energy_delivered_kwh - r.energy_received_kwh AS usage_kwh,
    r.voltage_v AS voltage,
    -- Of one interval, so nothing is averaged; without energy there is none. Negative where it leads.
    IFF(r.reactive_kvarh < 0, -1, 1) * ABS(r.energy_delivered_kwh - r.energy_received_kwh)
        / NULLIF(SQRT(POWER(r.energy_delivered_kwh - r.energy_received_kwh, 2) + POWER(r.reactive_kvarh, 2)), 0)
        AS power_factor,
    m.customer_class AS customer_segment_id
FROM <% history %>.ami_interval_readings AS r
JOIN <% history %>.meters AS m ON m.meter_id = r.meter_id;

CREATE OR REPLACE VIEW <% target %>.transformer_hourly_load AS
SELECT
    t.transformer_name AS transformer_id,
    l.hour_start_at AS "TIMESTAMP",
    l.energy_delivered_kwh - l.energy_received_kwh AS usage_kwh,
    l.load_kva,
    100 * l.load_kva / t.rated_kva AS load_percent
FROM <% history %>.transformer_hourly_load AS l
JOIN <% history %>.transformers AS t ON t.transformer_id = l.transformer_id;

CREATE OR REPLACE VIEW <% target %>.meters AS
SELECT
    m.meter_name AS meter_id,
    t.transformer_name AS transformer_id,
    f.feeder_name AS circuit_id,
    m.nominal_voltage_v AS voltage,
    m.customer_class AS customer_segment_id
FROM <% history %>.meters AS m
JOIN <% history %>.transformers AS t ON t.transformer_id = m.transformer_id
JOIN <% history %>.feeders AS f ON f.feeder_id = m.feeder_id;

CREATE OR REPLACE VIEW <% target %>.customers AS
SELECT
    c.account_number AS customer_id,
    m.meter_name AS meter_id,
    c.customer_class AS customer_segment_id
FROM <% history %>.customers AS c
JOIN <% history %>.meters AS m ON m.meter_id = c.meter_id;
