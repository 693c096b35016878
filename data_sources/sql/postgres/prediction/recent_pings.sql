-- One row a question to a meter since a moment: whose outage it is about, and whether it is open still.
-- result: meter_id int32, outage_id int64, asked_at timestamp, is_open bool
-- topics: calls
SELECT meter_id, outage_id, asked_at, answered_at IS NULL AS is_open
FROM flux.meter_pings
WHERE utility_id = :utility_id AND asked_at > :since
