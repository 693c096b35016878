-- One row an outage: why it is presumed (NULL where nothing was presumed), what is asked of meters about it, and how many
-- outages are presumed inside it, among those that its end left without supply. reasons, alternatives: JSON.
-- result: probability float64, began_at timestamp, found_at timestamp, looked_at timestamp, last_gasps int32, calls int32,
-- silent int32, answering int32, reasons string, alternatives string, open_pings int64, unanswered_pings int64,
-- nested string
-- topics: calls, outages
SELECT
    p.probability, p.began_at, p.found_at, p.looked_at, p.last_gasps, p.calls, p.silent, p.answering,
    p.reasons::text AS reasons, p.alternatives::text AS alternatives,
    (SELECT count(*) FROM flux.meter_pings AS m WHERE m.outage_id = o.outage_id AND m.answered_at IS NULL) AS open_pings,
    (SELECT count(*) FROM flux.meter_pings AS m WHERE m.outage_id = o.outage_id AND m.answer = 'no_answer') AS unanswered_pings,
    (
        SELECT string_agg(n.outage_id::text, ', ' ORDER BY n.outage_id)
        FROM flux.outages AS n
        WHERE
            n.utility_id = o.utility_id AND n.split_from = o.outage_id
            AND n.state NOT IN ('closed', 'cancelled', 'merged', 'restored')
    ) AS nested
FROM flux.outages AS o
LEFT JOIN flux.outage_predictions AS p ON p.outage_id = o.outage_id
WHERE o.outage_id = :outage_id
