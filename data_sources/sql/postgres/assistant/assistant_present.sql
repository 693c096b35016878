-- One row: how much is going on in a utility, its largest lasting outage and its most loaded feeder, for the questions that fit it.
-- result: storms int64, outages int64, overloads int64, alarms int64, outage_id int64, feeder_name string
-- topics: storms, outages, transformer_status, alarms, feeder_status, network
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
    ) AS alarms,
    (
        SELECT o.outage_id FROM flux.outages AS o
        WHERE o.utility_id = :utility_id AND o.is_active
        ORDER BY o.customers_out DESC, o.outage_id
        LIMIT 1
    )::bigint AS outage_id,
    (
        SELECT f.feeder_name FROM flux.feeders AS f
        LEFT JOIN flux.feeder_status AS s ON s.feeder_id = f.feeder_id
        WHERE f.utility_id = :utility_id
        ORDER BY s.load_pct DESC NULLS LAST, f.feeder_id
        LIMIT 1
    ) AS feeder_name
