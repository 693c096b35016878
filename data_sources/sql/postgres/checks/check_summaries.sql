-- One row a rule: how many feeders' summary differs from the rows it sums up.
-- result: subject string, row_count int64, examples string
-- topics: network
WITH counted AS (
    SELECT
        f.feeder_id,
        coalesce(s.rows, 0) AS segments,
        coalesce(s.length_km, 0) AS length_km,
        coalesce(p.rows, 0) AS poles,
        coalesce(t.rows, 0) AS transformers,
        coalesce(m.rows, 0) AS meters,
        coalesce(m.active, 0) AS customers_served
    FROM flux.feeders AS f
    LEFT JOIN (
        SELECT feeder_id, count(*) AS rows, sum(length_m::float8) / 1000 AS length_km
        FROM flux.segments WHERE utility_id = :utility_id GROUP BY feeder_id
    ) AS s USING (feeder_id)
    LEFT JOIN (
        SELECT feeder_id, count(*) AS rows FROM flux.poles WHERE utility_id = :utility_id GROUP BY feeder_id
    ) AS p USING (feeder_id)
    LEFT JOIN (
        SELECT feeder_id, count(*) AS rows FROM flux.transformers WHERE utility_id = :utility_id GROUP BY feeder_id
    ) AS t USING (feeder_id)
    LEFT JOIN (
        SELECT feeder_id, count(*) AS rows, count(*) FILTER (WHERE is_active) AS active
        FROM flux.meters WHERE utility_id = :utility_id GROUP BY feeder_id
    ) AS m USING (feeder_id)
    WHERE f.utility_id = :utility_id
)
SELECT
    rule.subject,
    count(*) FILTER (WHERE rule.differs) AS row_count,
    coalesce(array_to_string((array_agg(counted.feeder_id ORDER BY counted.feeder_id)
        FILTER (WHERE rule.differs))[1:5], ', '), '') AS examples
FROM counted
LEFT JOIN flux.feeder_summary AS kept USING (feeder_id)
CROSS JOIN LATERAL (VALUES
    ('segments', kept.segments IS DISTINCT FROM counted.segments),
    ('poles', kept.poles IS DISTINCT FROM counted.poles),
    ('transformers', kept.transformers IS DISTINCT FROM counted.transformers),
    ('meters', kept.meters IS DISTINCT FROM counted.meters),
    ('customers_served', kept.customers_served IS DISTINCT FROM counted.customers_served),
    ('length_km', NOT coalesce(abs(kept.length_km - counted.length_km) <= 0.01 + 0.001 * counted.length_km, false))
) AS rule (subject, differs)
GROUP BY rule.subject
ORDER BY rule.subject
