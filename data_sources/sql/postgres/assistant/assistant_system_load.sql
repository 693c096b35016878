-- One row: least, mean and greatest load of the utility among its samples of a period (one in five minutes), when the greatest
-- and the least were, and the most customers that were out at once; `samples` 0 where there is none.
-- result: samples int64, peak_kw float64, peak_at timestamp, least_kw float64, least_at timestamp, mean_kw float64,
-- most_out int64, most_out_at timestamp, most_outages int64, first_at timestamp, last_at timestamp
-- topics: network
-- ages: 60
SELECT
    count(*) AS samples,
    max(flux.known(load_kw)) AS peak_kw,
    (array_agg(sampled_at ORDER BY flux.known(load_kw) DESC NULLS LAST, sampled_at))[1] AS peak_at,
    min(flux.known(load_kw)) AS least_kw,
    (array_agg(sampled_at ORDER BY flux.known(load_kw) ASC NULLS LAST, sampled_at))[1] AS least_at,
    avg(flux.known(load_kw)) AS mean_kw,
    max(customers_out) AS most_out,
    (array_agg(sampled_at ORDER BY customers_out DESC, sampled_at))[1] AS most_out_at,
    max(active_outages) AS most_outages,
    min(sampled_at) AS first_at,
    max(sampled_at) AS last_at
FROM flux.system_history
WHERE utility_id = :utility_id AND sampled_at >= :from_at AND sampled_at < :to_at
