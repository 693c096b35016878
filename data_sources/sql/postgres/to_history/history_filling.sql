-- One row a demo whose readings are being made, or were: how far its plan of days is.
-- result: utility_id int32, days_done int32, days_planned int32, told string, told_at timestamp
-- topics: heartbeats
SELECT
    CAST(h.detail ->> 'utility_id' AS integer) AS utility_id,
    CAST(h.detail ->> 'days_done' AS integer) AS days_done,
    CAST(h.detail ->> 'days_planned' AS integer) AS days_planned,
    h.detail ->> 'text' AS told,
    h.beat_at AS told_at
FROM flux.heartbeats AS h
WHERE h.service = 'history'
