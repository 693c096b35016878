-- One row: the highest id in use of every counter, 0 where there is none.
SELECT
    (SELECT coalesce(max(utility_id), 0) FROM flux.utilities) AS utility,
    (SELECT coalesce(max(substation_id), 0) FROM flux.substations) AS substation,
    (SELECT coalesce(max(feeder_id), 0) FROM flux.feeders) AS feeder,
    (SELECT coalesce(max(node_id), 0) FROM flux.nodes) AS node,
    (SELECT coalesce(max(segment_id), 0) FROM flux.segments) AS segment,
    (SELECT coalesce(max(pole_id), 0) FROM flux.poles) AS pole,
    (SELECT coalesce(max(transformer_id), 0) FROM flux.transformers) AS transformer,
    (SELECT coalesce(max(meter_id), 0) FROM flux.meters) AS meter,
    (SELECT coalesce(max(customer_id), 0) FROM flux.customers) AS customer,
    (SELECT coalesce(max(device_id), 0) FROM flux.devices) AS device,
    (SELECT coalesce(max(crew_id), 0) FROM flux.crews) AS crew
