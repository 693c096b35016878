-- One row: the number of a new call.
INSERT INTO flux.trouble_calls (
    utility_id, customer_id, meter_id, transformer_id, lon, lat, called_at, symptom, note, caller_name, caller_phone,
    callback, outage_id, taken_by, is_simulated
)
SELECT
    :utility_id, :customer_id, :meter_id, :transformer_id, :lon, :lat, :called_at, :symptom, :note, :caller_name,
    :caller_phone, :callback, :outage_id, :taken_by, u.is_demo
FROM flux.utilities AS u
WHERE u.utility_id = :utility_id
RETURNING call_id
