-- One row an outage that may be moved to the history, in order of time: over and closed before a moment, with nothing that
-- hangs on it: no group still out, no crew, no open call, and neither of the storm that lasts nor of the latest ones, whose
-- record is here.
-- result: outage_id int64, started_at timestamp, digest string
-- topics: outages
WITH latest_storms AS (
    SELECT started_at, ended_at FROM flux.storms
    WHERE utility_id = :utility_id AND ended_at IS NULL
    UNION ALL
    (
        SELECT started_at, ended_at FROM flux.storms
        WHERE utility_id = :utility_id AND ended_at IS NOT NULL
        ORDER BY started_at DESC
        LIMIT :storms
    )
)
SELECT o.outage_id, o.started_at, flux.outage_digest(o) AS digest
FROM flux.outages AS o
WHERE
    o.utility_id = :utility_id AND o.started_at < :before AND o.restored_at < :before AND flux.is_at_rest(o)
    AND NOT EXISTS (
        SELECT FROM latest_storms AS s
        WHERE o.started_at < coalesce(s.ended_at, 'infinity') AND o.restored_at > s.started_at
    )
ORDER BY o.started_at, o.outage_id
