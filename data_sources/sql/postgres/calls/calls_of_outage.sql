-- One row: what customers say of an outage: how many calls (closed ones too) of how many customers, the last one, what is
-- dangerous (with commas), call-backs that are due, and customers who said after its end that they have no supply.
-- result: calls int64, open_calls int64, customers int64, last_called_at timestamp, hazards string, due int64, still_out int64
-- topics: calls, outages
SELECT
    count(*) AS calls, count(*) FILTER (WHERE c.closed_at IS NULL) AS open_calls,
    count(DISTINCT coalesce(c.meter_id, -c.call_id)) AS customers, max(c.called_at) AS last_called_at,
    string_agg(DISTINCT c.symptom, ',') FILTER (WHERE c.symptom IN ('wire_down', 'pole_down', 'arcing', 'tree_on_line')) AS hazards,
    count(DISTINCT coalesce(c.meter_id, -c.call_id)) FILTER (
        WHERE c.closed_at IS NULL AND c.callback IN ('wanted', 'not_reached') AND o.restored_at IS NOT NULL
    ) AS due,
    count(DISTINCT coalesce(c.meter_id, -c.call_id)) FILTER (
        WHERE c.closed_at IS NULL AND c.callback = 'not_supplied' AND c.called_back_at >= o.restored_at
    ) AS still_out
FROM flux.trouble_calls AS c
JOIN flux.outages AS o ON o.outage_id = c.outage_id
WHERE c.outage_id = CAST(:outage_id AS bigint)
