-- Removes samples of the system from before a moment. One row a sample removed.
DELETE FROM flux.system_history
WHERE (utility_id, sampled_at) IN (
    SELECT utility_id, sampled_at FROM flux.system_history WHERE sampled_at < :before ORDER BY sampled_at LIMIT :most
)
RETURNING utility_id
