-- Lets the samples of the system's history say how many outages lasted at the time and how many customers were out.
UPDATE flux.system_history AS h
SET active_outages = was.outages, customers_out = was.customers
FROM (
    SELECT s.utility_id, s.sampled_at, count(*) AS outages, sum(o.customers_interrupted) AS customers
    FROM flux.system_history AS s
    JOIN flux.outages AS o
        ON o.utility_id = s.utility_id AND o.started_at <= s.sampled_at AND o.restored_at > s.sampled_at
    GROUP BY s.utility_id, s.sampled_at
) AS was
WHERE h.utility_id = was.utility_id AND h.sampled_at = was.sampled_at
