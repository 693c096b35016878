-- One row a reference from one table to another: how many rows of the utility point to nothing of the same utility; of
-- assessed assets also how many show another score than was assessed.
-- result: subject string, row_count int64, examples string
-- topics: network
SELECT
    'feeders.substation_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.feeder_id ORDER BY child.feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeders AS child
LEFT JOIN flux.substations AS parent ON parent.substation_id = child.substation_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.substation_id IS NULL
UNION ALL
SELECT
    'feeders.head_node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.feeder_id ORDER BY child.feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeders AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.head_node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'segments.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.segment_id ORDER BY child.segment_id))[1:5], ', '), '') AS examples
FROM flux.segments AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'segments.from_node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.segment_id ORDER BY child.segment_id))[1:5], ', '), '') AS examples
FROM flux.segments AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.from_node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'segments.to_node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.segment_id ORDER BY child.segment_id))[1:5], ', '), '') AS examples
FROM flux.segments AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.to_node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'poles.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.pole_id ORDER BY child.pole_id))[1:5], ', '), '') AS examples
FROM flux.poles AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'poles.node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.pole_id ORDER BY child.pole_id))[1:5], ', '), '') AS examples
FROM flux.poles AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'transformers.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.transformer_id ORDER BY child.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'transformers.node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.transformer_id ORDER BY child.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'transformers.secondary_node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.transformer_id ORDER BY child.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.secondary_node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.secondary_node_id IS NOT NULL AND parent.node_id IS NULL
UNION ALL
SELECT
    'transformers.pole_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.transformer_id ORDER BY child.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformers AS child
LEFT JOIN flux.poles AS parent ON parent.pole_id = child.pole_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.pole_id IS NOT NULL AND parent.pole_id IS NULL
UNION ALL
SELECT
    'meters.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.meter_id ORDER BY child.meter_id))[1:5], ', '), '') AS examples
FROM flux.meters AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'meters.transformer_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.meter_id ORDER BY child.meter_id))[1:5], ', '), '') AS examples
FROM flux.meters AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.transformer_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'meters.node_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.meter_id ORDER BY child.meter_id))[1:5], ', '), '') AS examples
FROM flux.meters AS child
LEFT JOIN flux.nodes AS parent ON parent.node_id = child.node_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.node_id IS NULL
UNION ALL
SELECT
    'customers.meter_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.customer_id ORDER BY child.customer_id))[1:5], ', '), '') AS examples
FROM flux.customers AS child
LEFT JOIN flux.meters AS parent ON parent.meter_id = child.meter_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.meter_id IS NULL
UNION ALL
SELECT
    'devices.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.device_id ORDER BY child.device_id))[1:5], ', '), '') AS examples
FROM flux.devices AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'devices.segment_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.device_id ORDER BY child.device_id))[1:5], ', '), '') AS examples
FROM flux.devices AS child
LEFT JOIN flux.segments AS parent ON parent.segment_id = child.segment_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.segment_id IS NULL
UNION ALL
SELECT
    'devices.other_feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.device_id ORDER BY child.device_id))[1:5], ', '), '') AS examples
FROM flux.devices AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.other_feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.other_feeder_id IS NOT NULL AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'outages.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.outage_id ORDER BY child.outage_id))[1:5], ', '), '') AS examples
FROM flux.outages AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'outages.device_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.outage_id ORDER BY child.outage_id))[1:5], ', '), '') AS examples
FROM flux.outages AS child
LEFT JOIN flux.devices AS parent ON parent.device_id = child.device_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.device_id IS NOT NULL AND parent.device_id IS NULL
UNION ALL
SELECT
    'outages.transformer_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.outage_id ORDER BY child.outage_id))[1:5], ', '), '') AS examples
FROM flux.outages AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.transformer_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.transformer_id IS NOT NULL AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'outages.crew_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.outage_id ORDER BY child.outage_id))[1:5], ', '), '') AS examples
FROM flux.outages AS child
LEFT JOIN flux.crews AS parent ON parent.crew_id = child.crew_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.crew_id IS NOT NULL AND parent.crew_id IS NULL
UNION ALL
SELECT
    'crews.outage_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.crew_id ORDER BY child.crew_id))[1:5], ', '), '') AS examples
FROM flux.crews AS child
LEFT JOIN flux.outages AS parent ON parent.outage_id = child.outage_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.outage_id IS NOT NULL AND parent.outage_id IS NULL
UNION ALL
SELECT
    'transformer_status.transformer_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.transformer_id ORDER BY child.transformer_id))[1:5], ', '), '') AS examples
FROM flux.transformer_status AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.transformer_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'feeder_status.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.feeder_id ORDER BY child.feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeder_status AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'feeder_summary.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.feeder_id ORDER BY child.feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeder_summary AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'feeder_reliability.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.feeder_id ORDER BY child.feeder_id))[1:5], ', '), '') AS examples
FROM flux.feeder_reliability AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.feeder_id IS NULL
UNION ALL
SELECT
    'inspections.asset_id (transformer)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.inspection_id ORDER BY child.inspection_id))[1:5], ', '), '') AS examples
FROM flux.inspections AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'transformer' AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'inspections.asset_id (pole)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.inspection_id ORDER BY child.inspection_id))[1:5], ', '), '') AS examples
FROM flux.inspections AS child
LEFT JOIN flux.poles AS parent ON parent.pole_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'pole' AND parent.pole_id IS NULL
UNION ALL
SELECT
    'asset_failures.asset_id (transformer)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.failure_id ORDER BY child.failure_id))[1:5], ', '), '') AS examples
FROM flux.asset_failures AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'transformer' AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'asset_failures.asset_id (pole)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.failure_id ORDER BY child.failure_id))[1:5], ', '), '') AS examples
FROM flux.asset_failures AS child
LEFT JOIN flux.poles AS parent ON parent.pole_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'pole' AND parent.pole_id IS NULL
UNION ALL
SELECT
    'asset_nameplates.asset_id (transformer)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.asset_id ORDER BY child.asset_id))[1:5], ', '), '') AS examples
FROM flux.asset_nameplates AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'transformer' AND parent.transformer_id IS NULL
UNION ALL
SELECT
    'asset_nameplates.asset_id (pole)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.asset_id ORDER BY child.asset_id))[1:5], ', '), '') AS examples
FROM flux.asset_nameplates AS child
LEFT JOIN flux.poles AS parent ON parent.pole_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.asset_kind = 'pole' AND parent.pole_id IS NULL
UNION ALL
SELECT
    'asset_failures.outage_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.failure_id ORDER BY child.failure_id))[1:5], ', '), '') AS examples
FROM flux.asset_failures AS child
LEFT JOIN flux.outages AS parent ON parent.outage_id = child.outage_id AND parent.utility_id = child.utility_id
LEFT JOIN flux.moved_outages AS moved ON moved.outage_id = child.outage_id AND moved.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.outage_id IS NOT NULL AND parent.outage_id IS NULL AND moved.outage_id IS NULL
UNION ALL
SELECT
    'vegetation.segment_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.segment_id ORDER BY child.segment_id))[1:5], ', '), '') AS examples
FROM flux.vegetation AS child
LEFT JOIN flux.segments AS parent ON parent.segment_id = child.segment_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND parent.segment_id IS NULL
UNION ALL
SELECT
    'asset_health.health_score (transformer)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.asset_id ORDER BY child.asset_id))[1:5], ', '), '') AS examples
FROM flux.asset_health AS child
LEFT JOIN flux.transformers AS parent ON parent.transformer_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE
    child.utility_id = :utility_id AND child.asset_kind = 'transformer'
    AND (parent.transformer_id IS NULL OR parent.health_score <> child.health_score)
UNION ALL
SELECT
    'asset_health.health_score (pole)' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.asset_id ORDER BY child.asset_id))[1:5], ', '), '') AS examples
FROM flux.asset_health AS child
LEFT JOIN flux.poles AS parent ON parent.pole_id = child.asset_id AND parent.utility_id = child.utility_id
WHERE
    child.utility_id = :utility_id AND child.asset_kind = 'pole'
    AND (parent.pole_id IS NULL OR parent.health_score <> child.health_score)
UNION ALL
SELECT
    'crews.work_order_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.crew_id ORDER BY child.crew_id))[1:5], ', '), '') AS examples
FROM flux.crews AS child
LEFT JOIN flux.work_orders AS parent ON parent.work_order_id = child.work_order_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.work_order_id IS NOT NULL AND parent.work_order_id IS NULL
UNION ALL
SELECT
    'work_orders.crew_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.work_order_id ORDER BY child.work_order_id))[1:5], ', '), '') AS examples
FROM flux.work_orders AS child
LEFT JOIN flux.crews AS parent ON parent.crew_id = child.crew_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.crew_id IS NOT NULL AND parent.crew_id IS NULL
UNION ALL
SELECT
    'work_orders.feeder_id' AS subject,
    count(*) AS row_count,
    coalesce(array_to_string((array_agg(child.work_order_id ORDER BY child.work_order_id))[1:5], ', '), '') AS examples
FROM flux.work_orders AS child
LEFT JOIN flux.feeders AS parent ON parent.feeder_id = child.feeder_id AND parent.utility_id = child.utility_id
WHERE child.utility_id = :utility_id AND child.feeder_id IS NOT NULL AND parent.feeder_id IS NULL
