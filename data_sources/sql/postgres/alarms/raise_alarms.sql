-- Raises alarms of one rule at points that have none, each with its first step. One row an alarm raised.
WITH raised AS (
    INSERT INTO flux.alarms (
        utility_id, rule_id, quantity, asset_kind, asset_id, asset_name, feeder_id, substation_id, lon, lat, priority, text,
        operator, threshold, state, is_in_alarm, raised_at, annunciated_at, raised_value, last_value, last_value_at, is_simulated
    )
    SELECT
        r.utility_id, r.rule_id, r.quantity, :asset_kind, n.asset_id,
        coalesce(t.transformer_name, f.feeder_name, s.substation_name, u.utility_name),
        coalesce(t.feeder_id, f.feeder_id), coalesce(tf.substation_id, f.substation_id, s.substation_id),
        coalesce(t.lon, fn.lon, s.lon), coalesce(t.lat, fn.lat, s.lat), r.priority, r.text, r.operator, r.threshold,
        'unacknowledged', true, :now, :now, n.value, n.value, to_timestamp(n.measured_s),
        u.is_demo
    FROM flux.alarm_rules AS r
    JOIN flux.utilities AS u ON u.utility_id = r.utility_id
    CROSS JOIN unnest(
        CAST(:asset_ids AS integer[]), CAST(:raised_values AS double precision[]), CAST(:measured_s AS double precision[])
    ) AS n (asset_id, value, measured_s)
    LEFT JOIN flux.transformers AS t ON :asset_kind = 'transformer' AND t.transformer_id = n.asset_id
    LEFT JOIN flux.feeders AS tf ON tf.feeder_id = t.feeder_id
    LEFT JOIN flux.feeders AS f ON :asset_kind = 'feeder' AND f.feeder_id = n.asset_id
    LEFT JOIN flux.nodes AS fn ON fn.node_id = f.head_node_id
    LEFT JOIN flux.substations AS s ON :asset_kind = 'substation' AND s.substation_id = n.asset_id
    WHERE r.rule_id = :rule_id AND r.is_enabled AND r.deleted_at IS NULL
    ORDER BY n.asset_id
    ON CONFLICT (rule_id, asset_id) WHERE closed_at IS NULL DO NOTHING
    RETURNING alarm_id, utility_id, raised_at, raised_value
)
INSERT INTO flux.alarm_steps (alarm_id, utility_id, stepped_at, event, from_state, to_state, is_annunciated, stepped_by, value)
SELECT alarm_id, utility_id, raised_at, 'raise', 'normal', 'unacknowledged', true, :stepped_by, raised_value FROM raised
RETURNING alarm_id
