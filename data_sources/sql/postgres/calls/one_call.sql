-- One row: a call, open or closed, and how many calls of its meter are open. What is personal only where sees_people says so.
-- result: call_id int64, version int32, symptom string, called_at timestamp, taken_by string, note string,
-- caller_name string, caller_phone string, callback string, called_back_at timestamp, called_back_by string,
-- closed_at timestamp, calls int64, account_number string, customer_name string, service_address string, phone string,
-- critical_kind string, customer_class string, meter_id int32, meter_name string, transformer_id int32,
-- transformer_name string, feeder_id int32, feeder_name string, outage_id int64, outage_state string,
-- outage_started_at timestamp, outage_restored_at timestamp, estimated_restoration_at timestamp, estimated_by string,
-- crew_name string, crew_status string, lon float64, lat float64, is_simulated bool
-- topics: calls, outages, crews, network
SELECT
    c.call_id, c.version, c.symptom, c.called_at, c.taken_by, CASE WHEN :sees_people THEN c.note END AS note,
    CASE WHEN :sees_people THEN c.caller_name END AS caller_name,
    CASE WHEN :sees_people THEN c.caller_phone END AS caller_phone, c.callback, c.called_back_at, c.called_back_by,
    c.closed_at,
    CASE
        WHEN c.meter_id IS NULL THEN 1
        ELSE (
            SELECT count(*) FROM flux.trouble_calls AS same
            WHERE same.meter_id = c.meter_id AND (same.closed_at IS NULL OR same.call_id = c.call_id)
        )
    END AS calls,
    a.account_number, CASE WHEN :sees_people THEN a.customer_name END AS customer_name,
    CASE WHEN :sees_people THEN a.service_address END AS service_address,
    CASE WHEN :sees_people THEN a.phone END AS phone, a.critical_kind, a.customer_class, c.meter_id, m.meter_name,
    c.transformer_id, t.transformer_name, t.feeder_id, f.feeder_name, c.outage_id, o.state AS outage_state,
    o.started_at AS outage_started_at, o.restored_at AS outage_restored_at, o.estimated_restoration_at, o.estimated_by,
    w.crew_name, w.status AS crew_status, c.lon, c.lat, c.is_simulated
FROM flux.trouble_calls AS c
LEFT JOIN flux.customers AS a ON a.customer_id = c.customer_id
LEFT JOIN flux.meters AS m ON m.meter_id = c.meter_id
LEFT JOIN flux.transformers AS t ON t.transformer_id = c.transformer_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
LEFT JOIN flux.outages AS o ON o.outage_id = c.outage_id
LEFT JOIN flux.crews AS w ON w.crew_id = o.crew_id
WHERE c.call_id = :call_id AND c.utility_id = :utility_id
