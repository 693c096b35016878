-- One row a customer with open calls, or a call without an account: the first call that is open, with what they all say.
-- Of the outage closed_of (0: none) the closed calls too, in rows of their own.
-- symptom: the most dangerous one said, else the first. callback: wanted while any of them wants one. is_due: supply is
-- back, and the customer is still to be called. is_still_out: called back after supply was back, and not supplied: perhaps
-- a nested outage. Names, addresses, numbers and notes only where sees_people says so.
-- result: call_id int64, version int32, calls int64, symptom string, called_at timestamp, last_called_at timestamp,
-- closed_at timestamp, callback string, is_due bool, is_still_out bool, customer_id int32, account_number string,
-- meter_id int32, meter_name string, transformer_id int32, transformer_name string, feeder_name string, customer_name string,
-- service_address string, critical_kind string, outage_id int64, outage_state string, outage_restored_at timestamp,
-- estimated_restoration_at timestamp, taken_by string, lon float64, lat float64, is_simulated bool
-- topics: calls, outages, network
WITH grouped AS (
    SELECT
        min(call_id) AS call_id, count(*) AS calls, min(called_at) AS called_at, max(called_at) AS last_called_at,
        (array_agg(symptom ORDER BY array_position(
            ARRAY['wire_down', 'pole_down', 'arcing', 'tree_on_line'], symptom) NULLS LAST, call_id))[1] AS symptom,
        CASE
            WHEN bool_or(callback = 'wanted') THEN 'wanted'
            WHEN bool_or(callback = 'not_supplied') THEN 'not_supplied'
            WHEN bool_or(callback = 'not_reached') THEN 'not_reached'
            WHEN bool_or(callback = 'supplied') THEN 'supplied'
            ELSE 'none'
        END AS callback, max(called_back_at) AS called_back_at, max(closed_at) AS closed_at
    FROM flux.trouble_calls
    WHERE utility_id = :utility_id AND (closed_at IS NULL OR outage_id = CAST(:closed_of AS bigint))
    GROUP BY meter_id, closed_at IS NULL, CASE WHEN meter_id IS NULL THEN call_id END
)
SELECT
    g.call_id, c.version, g.calls, g.symptom, g.called_at, g.last_called_at, g.closed_at, g.callback,
    g.closed_at IS NULL AND g.callback IN ('wanted', 'not_reached') AND o.restored_at IS NOT NULL AS is_due,
    g.closed_at IS NULL AND g.callback = 'not_supplied' AND o.restored_at IS NOT NULL AND g.called_back_at >= o.restored_at AS is_still_out,
    c.customer_id, a.account_number, c.meter_id, m.meter_name, c.transformer_id, t.transformer_name, f.feeder_name,
    CASE WHEN :sees_people THEN coalesce(c.caller_name, a.customer_name) END AS customer_name,
    CASE WHEN :sees_people THEN a.service_address END AS service_address, a.critical_kind,
    c.outage_id, o.state AS outage_state, o.restored_at AS outage_restored_at, o.estimated_restoration_at, c.taken_by,
    c.lon, c.lat, c.is_simulated
FROM grouped AS g
JOIN flux.trouble_calls AS c ON c.call_id = g.call_id
LEFT JOIN flux.customers AS a ON a.customer_id = c.customer_id
LEFT JOIN flux.meters AS m ON m.meter_id = c.meter_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = c.transformer_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
LEFT JOIN flux.outages AS o ON o.outage_id = c.outage_id
ORDER BY g.called_at, g.call_id
