-- The mean score of each feeder's poles and transformers; NaN where none of them is known.
UPDATE flux.feeder_summary AS s
SET average_health_score = coalesce(m.average, 'NaN')
FROM flux.feeder_summary AS k
LEFT JOIN (
    SELECT feeder_id, avg(flux.known(health_score)) AS average
    FROM (
        SELECT feeder_id, health_score FROM flux.transformers WHERE utility_id = :utility_id
        UNION ALL
        SELECT feeder_id, health_score FROM flux.poles WHERE utility_id = :utility_id
    ) AS assets
    GROUP BY feeder_id
) AS m USING (feeder_id)
WHERE
    s.feeder_id = k.feeder_id AND s.utility_id = :utility_id AND k.utility_id = :utility_id
    AND s.average_health_score IS DISTINCT FROM coalesce(m.average, 'NaN')::real
