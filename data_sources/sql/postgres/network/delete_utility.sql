-- Removes one utility and every row that belongs to it.
WITH
    gone_substations AS (DELETE FROM flux.substations WHERE utility_id = :utility_id),
    gone_feeders AS (DELETE FROM flux.feeders WHERE utility_id = :utility_id),
    gone_nodes AS (DELETE FROM flux.nodes WHERE utility_id = :utility_id),
    gone_segments AS (DELETE FROM flux.segments WHERE utility_id = :utility_id),
    gone_poles AS (DELETE FROM flux.poles WHERE utility_id = :utility_id),
    gone_transformers AS (DELETE FROM flux.transformers WHERE utility_id = :utility_id),
    gone_meters AS (DELETE FROM flux.meters WHERE utility_id = :utility_id),
    gone_customers AS (DELETE FROM flux.customers WHERE utility_id = :utility_id),
    gone_devices AS (DELETE FROM flux.devices WHERE utility_id = :utility_id),
    gone_transformer_status AS (DELETE FROM flux.transformer_status WHERE utility_id = :utility_id),
    gone_feeder_status AS (DELETE FROM flux.feeder_status WHERE utility_id = :utility_id),
    gone_crews AS (DELETE FROM flux.crews WHERE utility_id = :utility_id),
    gone_outages AS (DELETE FROM flux.outages WHERE utility_id = :utility_id),
    gone_moved_outages AS (DELETE FROM flux.moved_outages WHERE utility_id = :utility_id),
    gone_outages_taken_back AS (DELETE FROM flux.outages_taken_back WHERE utility_id = :utility_id),
    gone_feeder_reliability AS (DELETE FROM flux.feeder_reliability WHERE utility_id = :utility_id),
    gone_feeder_summary AS (DELETE FROM flux.feeder_summary WHERE utility_id = :utility_id),
    gone_events AS (DELETE FROM flux.events WHERE utility_id = :utility_id),
    gone_weather AS (DELETE FROM flux.weather WHERE utility_id = :utility_id),
    gone_weather_forecasts AS (DELETE FROM flux.weather_forecasts WHERE utility_id = :utility_id),
    gone_system_history AS (DELETE FROM flux.system_history WHERE utility_id = :utility_id)
DELETE FROM flux.utilities WHERE utility_id = :utility_id
