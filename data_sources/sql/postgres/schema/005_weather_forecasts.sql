-- What a weather forecast said, by when it became known: one row a utility, issue and instant it is about.
CREATE TABLE flux.weather_forecasts (
    utility_id      integer NOT NULL REFERENCES flux.utilities ON DELETE CASCADE,
    issued_at       timestamptz NOT NULL,
    forecast_at     timestamptz NOT NULL,
    temperature_c   real NOT NULL,
    is_simulated    boolean NOT NULL,
    PRIMARY KEY (utility_id, issued_at, forecast_at)
);
CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flux.weather_forecasts
    FOR EACH STATEMENT EXECUTE FUNCTION flux.notify_topic('weather');
