-- One row a load of a list of outages, the oldest first, with how many of its outages are still there, or in the history.
-- result: load_id string, loaded_at timestamp, utility_name string, files string, outages int64, there int64
-- topics: outages
SELECT
    a.detail ->> 'load_id' AS load_id, a.written_at AS loaded_at, u.utility_name, a.detail ->> 'files' AS files,
    (a.detail ->> 'outages')::bigint AS outages, coalesce(sum(there.outages), 0)::bigint AS there
FROM flux.audit AS a
JOIN flux.utilities AS u ON u.utility_id = a.utility_id
LEFT JOIN LATERAL jsonb_array_elements(a.detail -> 'ids') AS range ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS outages
    FROM (
        SELECT utility_id, outage_id FROM flux.outages
        UNION ALL
        SELECT utility_id, outage_id FROM flux.moved_outages
    ) AS o
    WHERE o.utility_id = a.utility_id AND o.outage_id BETWEEN (range ->> 0)::bigint AND (range ->> 1)::bigint
) AS there ON true
WHERE a.action = 'import_outages'
GROUP BY a.audit_id, u.utility_name
ORDER BY a.audit_id
