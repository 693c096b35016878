-- Removes samples of the system from before a moment. One row a sample removed.
DELETE FROM flux.system_history WHERE sampled_at < :before RETURNING utility_id
