-- The pipe that `fluxops stream` appends to: rows come with the names of ami_interval_readings_raw, reading_day and
-- ingested_at already set by the stream, and are there for questions within ten seconds.
CREATE PIPE IF NOT EXISTS ami_readings_streaming
AS
COPY INTO ami_interval_readings_raw
    FROM TABLE(DATA_SOURCE(TYPE => 'STREAMING'))
    MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;

GRANT OPERATE, MONITOR ON PIPE ami_readings_streaming TO ROLE flux_writer;
