-- One row: how much is going on in a utility, for the questions that fit it.
-- result: storms int64, outages int64, overloads int64, alarms int64
-- topics: storms, outages, transformer_status, alarms
SELECT
    (SELECT count(*) FROM flux.storms AS s WHERE s.utility_id = :utility_id AND s.ended_at IS NULL) AS storms,
    (SELECT count(*) FROM flux.outages AS o WHERE o.utility_id = :utility_id AND o.is_active) AS outages,
    (
        SELECT count(*) FROM (
            SELECT 1 FROM flux.transformer_status AS t
            JOIN flux.transformers AS x ON x.transformer_id = t.transformer_id
            WHERE x.utility_id = :utility_id AND t.load_pct > 100
            LIMIT 1
        ) AS any_overload
    ) AS overloads,
    (
        SELECT count(*) FROM flux.alarms AS a
        WHERE a.utility_id = :utility_id AND a.closed_at IS NULL AND a.state IN ('unacknowledged', 'latched_unacknowledged')
    ) AS alarms
