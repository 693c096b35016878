-- Tells the planner how large the tables are after a load.
ANALYZE
    flux.utilities, flux.substations, flux.feeders, flux.nodes, flux.segments, flux.poles, flux.transformers,
    flux.meters, flux.customers, flux.devices, flux.transformer_status, flux.feeder_status, flux.crews, flux.outages, flux.interruptions,
    flux.inspections, flux.asset_failures, flux.work_orders, flux.asset_nameplates, flux.vegetation,
    flux.feeder_reliability, flux.feeder_summary, flux.weather, flux.weather_forecasts,
    flux.system_history
