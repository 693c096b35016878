-- Removes a demo's faults that were gone and struck before a moment. One row a fault removed.
DELETE FROM flux.sim_faults
WHERE fault_id = ANY(ARRAY(
    SELECT fault_id FROM flux.sim_faults WHERE struck_at < :before AND cleared_at IS NOT NULL ORDER BY struck_at LIMIT :most
))
RETURNING fault_id
