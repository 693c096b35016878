-- One row a rule: how many outages say something else than the interruptions that are kept of them.
-- result: subject string, row_count int64, examples string
-- topics: outages
WITH counted AS (
    SELECT
        o.outage_id, o.customers_interrupted, o.customers_out, o.customer_minutes, o.stepped_at,
        coalesce(sum(i.customers), 0) AS interrupted,
        coalesce(sum(i.customers) FILTER (WHERE i.restored_at IS NULL), 0) AS still_out,
        coalesce(sum(i.customers * extract(epoch FROM coalesce(i.restored_at, o.stepped_at) - i.out_at)::float8 / 60), 0) AS minutes
    FROM flux.outages AS o
    LEFT JOIN flux.interruptions AS i ON i.outage_id = o.outage_id
    WHERE o.utility_id = :utility_id AND o.has_interruptions
    GROUP BY o.outage_id
)
SELECT
    rule.subject,
    count(*) FILTER (WHERE rule.differs) AS row_count,
    coalesce(array_to_string((array_agg(counted.outage_id ORDER BY counted.outage_id)
        FILTER (WHERE rule.differs))[1:5], ', '), '') AS examples
FROM counted
RIGHT JOIN (VALUES ('customers_interrupted'), ('customers_out'), ('customer_minutes')) AS known (subject) ON true
CROSS JOIN LATERAL (SELECT
    known.subject,
    CASE known.subject
        WHEN 'customers_interrupted' THEN counted.customers_interrupted <> counted.interrupted
        WHEN 'customers_out' THEN counted.customers_out <> counted.still_out
        ELSE abs(counted.customer_minutes - counted.minutes) > 0.001
    END AS differs
) AS rule
GROUP BY rule.subject
ORDER BY rule.subject
