-- Takes the hours of a utility's day away.
DELETE FROM thermal_stress
WHERE hour_start_at >= :from_at::timestamp_ntz
    AND hour_start_at < :to_at::timestamp_ntz
    AND transformer_id IN (SELECT t.transformer_id FROM transformers AS t WHERE t.utility_id = :utility_id)
