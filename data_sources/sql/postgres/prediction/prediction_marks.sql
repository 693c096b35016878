-- One row a utility: what is the same as at the last look has not changed. is_told: there is anything to predict from.
-- A utility's messages are counted from a little before the newest one known, since rows of a transaction that took longer
-- come late; their numbers are summed too, so that as many that come late are no others that fell out of the count.
-- result: utility_id int32, is_told bool, newest_message_id int64, mark string
-- topics: calls, outages, devices, network
SELECT
    u.utility_id,
    EXISTS (SELECT FROM flux.meter_messages AS m WHERE m.received_at > :since AND m.utility_id = u.utility_id)
    OR EXISTS (SELECT FROM flux.trouble_calls AS c WHERE c.utility_id = u.utility_id AND c.closed_at IS NULL) AS is_told,
    (SELECT coalesce(max(m.message_id), 0) FROM flux.meter_messages AS m) AS newest_message_id,
    concat_ws(
        ' ', u.xmin, coalesce(told.number, 0), coalesce(told.ids, 0), calls.number, calls.versions, calls.newest, outages.number, outages.versions, outages.newest,
        opened.number, opened.ids
    ) AS mark
FROM flux.utilities AS u
LEFT JOIN (
    SELECT m.utility_id, count(*) AS number, sum(m.message_id) AS ids
    FROM flux.meter_messages AS m
    WHERE m.message_id > :after
    GROUP BY m.utility_id
) AS told ON told.utility_id = u.utility_id
CROSS JOIN LATERAL (
    SELECT count(*) AS number, sum(c.version) AS versions, max(c.call_id) AS newest
    FROM flux.trouble_calls AS c
    WHERE c.utility_id = u.utility_id AND c.closed_at IS NULL
) AS calls
CROSS JOIN LATERAL (
    SELECT count(*) AS number, sum(o.version) AS versions, max(o.outage_id) AS newest
    FROM flux.outages AS o
    WHERE o.utility_id = u.utility_id AND o.state NOT IN ('closed', 'cancelled', 'merged')
) AS outages
CROSS JOIN LATERAL (
    SELECT count(*) AS number, sum(d.device_id) AS ids FROM flux.devices AS d WHERE d.utility_id = u.utility_id AND d.is_open
) AS opened
ORDER BY u.utility_id
