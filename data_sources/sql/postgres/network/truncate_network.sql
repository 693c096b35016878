-- Empties every table of rows that belong to a utility; identity columns start again.
TRUNCATE
    flux.utilities, flux.substations, flux.feeders, flux.nodes, flux.segments, flux.poles, flux.transformers,
    flux.meters, flux.customers, flux.devices, flux.transformer_status, flux.feeder_status, flux.crews, flux.outages,
    flux.moved_outages, flux.outages_taken_back, flux.work_orders,
    flux.interruptions, flux.sim_faults, flux.sim_messages, flux.sim_storms, flux.trouble_calls, flux.meter_messages,
    flux.meter_pings, flux.outage_predictions, flux.storms, flux.area_estimates, flux.damage_assessments,
    flux.asset_health, flux.vegetation_risk, flux.asset_assessments,
    flux.inspections, flux.asset_failures, flux.asset_nameplates, flux.vegetation,
    flux.alarm_rules, flux.alarm_looks, flux.alarms, flux.alarm_steps, flux.shifts, flux.shift_log,
    flux.feeder_reliability, flux.feeder_summary, flux.events, flux.weather,
    flux.weather_forecasts, flux.system_history
RESTART IDENTITY
