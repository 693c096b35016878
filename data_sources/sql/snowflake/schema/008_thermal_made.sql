-- What a utility's day of temperatures was made of, and how it ended, in a few letters each: it is made again where one
-- of them changed. On Snowflake alone; the embedded history keeps it beside its files.
CREATE TABLE IF NOT EXISTS transformer_thermal_made (
    utility_id              INTEGER NOT NULL,
    reading_day             DATE NOT NULL,
    inputs                  VARCHAR NOT NULL,
    end_state               VARCHAR NOT NULL        -- empty: no hour of the day is known
) CLUSTER BY (utility_id, reading_day);
