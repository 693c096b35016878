-- Removes simulated samples from before a moment.
DELETE FROM flux.system_history WHERE utility_id = :utility_id AND is_simulated AND sampled_at < :before
