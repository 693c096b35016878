-- One row: the highest id in use of every counter, 0 where there is none; of removed utilities too (flux.used_ids).
WITH used AS (
    SELECT 'utility' AS counter, max(utility_id) AS id FROM flux.utilities UNION ALL
    SELECT 'substation' AS counter, max(substation_id) AS id FROM flux.substations UNION ALL
    SELECT 'feeder' AS counter, max(feeder_id) AS id FROM flux.feeders UNION ALL
    SELECT 'node' AS counter, max(node_id) AS id FROM flux.nodes UNION ALL
    SELECT 'segment' AS counter, max(segment_id) AS id FROM flux.segments UNION ALL
    SELECT 'pole' AS counter, max(pole_id) AS id FROM flux.poles UNION ALL
    SELECT 'transformer' AS counter, max(transformer_id) AS id FROM flux.transformers UNION ALL
    SELECT 'meter' AS counter, max(meter_id) AS id FROM flux.meters UNION ALL
    SELECT 'customer' AS counter, max(customer_id) AS id FROM flux.customers UNION ALL
    SELECT 'device' AS counter, max(device_id) AS id FROM flux.devices UNION ALL
    SELECT 'crew' AS counter, max(crew_id) AS id FROM flux.crews UNION ALL
    SELECT 'work_order' AS counter, greatest(max(work_order_id), 40000000) AS id FROM flux.work_orders UNION ALL
    SELECT counter, highest FROM flux.used_ids
)
SELECT
    coalesce(max(id) FILTER (WHERE counter = 'utility'), 0) AS utility,
    coalesce(max(id) FILTER (WHERE counter = 'substation'), 0) AS substation,
    coalesce(max(id) FILTER (WHERE counter = 'feeder'), 0) AS feeder,
    coalesce(max(id) FILTER (WHERE counter = 'node'), 0) AS node,
    coalesce(max(id) FILTER (WHERE counter = 'segment'), 0) AS segment,
    coalesce(max(id) FILTER (WHERE counter = 'pole'), 0) AS pole,
    coalesce(max(id) FILTER (WHERE counter = 'transformer'), 0) AS transformer,
    coalesce(max(id) FILTER (WHERE counter = 'meter'), 0) AS meter,
    coalesce(max(id) FILTER (WHERE counter = 'customer'), 0) AS customer,
    coalesce(max(id) FILTER (WHERE counter = 'device'), 0) AS device,
    coalesce(max(id) FILTER (WHERE counter = 'crew'), 0) AS crew,
    coalesce(max(id) FILTER (WHERE counter = 'work_order'), 40000000) AS work_order
FROM used
