-- One row a transformer with active meters: mean monthly energy of each customer class.
-- result: transformer_id int32, residential float64, commercial float64, industrial float64
-- topics: network
-- bulk: yes
SELECT
    transformer_id,
    coalesce(sum(monthly_kwh) FILTER (WHERE customer_class = 'residential'), 0) AS residential,
    coalesce(sum(monthly_kwh) FILTER (WHERE customer_class = 'commercial'), 0) AS commercial,
    coalesce(sum(monthly_kwh) FILTER (WHERE customer_class = 'industrial'), 0) AS industrial
FROM flux.meters
WHERE utility_id = :utility_id AND is_active
GROUP BY transformer_id
