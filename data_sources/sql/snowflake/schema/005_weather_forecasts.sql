-- What a weather forecast said, by when it became known: a load forecast and its back-test see what was known then.
CREATE TABLE IF NOT EXISTS weather_forecasts (
    utility_id              INTEGER NOT NULL,
    issued_at               TIMESTAMP_NTZ NOT NULL, -- when it became known, UTC
    forecast_at             TIMESTAMP_NTZ NOT NULL, -- the instant it is about, UTC; some hours apart
    temperature_c           FLOAT NOT NULL,
    is_simulated            BOOLEAN NOT NULL
) CLUSTER BY (utility_id, issued_at);
