-- One row: the oldest and the newest time at which the present loads of a utility were written, NULL where none was.
-- result: oldest_at timestamp, newest_at timestamp
-- topics: network, transformer_status, feeder_status
SELECT least(t.oldest_at, f.oldest_at) AS oldest_at, greatest(t.newest_at, f.newest_at) AS newest_at
FROM
    (
        SELECT min(updated_at) AS oldest_at, max(updated_at) AS newest_at
        FROM flux.transformer_status
        WHERE utility_id = :utility_id
    ) AS t
CROSS JOIN (
    SELECT min(updated_at) AS oldest_at, max(updated_at) AS newest_at
    FROM flux.feeder_status
    WHERE utility_id = :utility_id
) AS f
