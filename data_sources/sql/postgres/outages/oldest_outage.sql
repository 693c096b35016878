-- One row: when the oldest outage began that is over and here, or was moved from here to the history; no row where there is
-- none.
-- result: started_at timestamp
-- topics: outages
SELECT started_at
FROM (
    (
        SELECT started_at FROM flux.outages
        WHERE utility_id = :utility_id AND restored_at IS NOT NULL
        ORDER BY started_at LIMIT 1
    )
    UNION ALL
    (SELECT started_at FROM flux.moved_outages WHERE utility_id = :utility_id ORDER BY started_at LIMIT 1)
) AS oldest
ORDER BY started_at
LIMIT 1
