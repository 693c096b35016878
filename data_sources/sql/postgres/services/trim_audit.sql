-- Removes audit rows from before a moment, the oldest first, but for those of outages that are still here, and of loads of
-- outages, which tell what taking one back would take. One row an audit row removed.
DELETE FROM flux.audit
WHERE audit_id = ANY(ARRAY(
    SELECT a.audit_id
    FROM flux.audit AS a
    WHERE a.written_at < :before AND a.action <> 'import_outages'
        AND NOT EXISTS (SELECT FROM flux.outages AS o WHERE o.outage_id = ANY(a.outage_ids))
    ORDER BY a.written_at
    LIMIT :most
))
RETURNING audit_id
