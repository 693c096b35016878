-- One row a quarter of an hour of the last 24 h: the last sample in it; quarters without a sample are absent (a gap).
-- as_of NULL is now.
-- result: quarter_at timestamp, load_kw float64, customers_out int32, active_outages int32, crews_assigned int32
-- topics: network
-- ages: 300
SELECT DISTINCT ON (quarter_at)
    date_bin('15 minutes', sampled_at, timestamptz '2000-01-01 00:00+00') AS quarter_at,
    load_kw, customers_out, active_outages, crews_assigned
FROM flux.system_history
WHERE
    utility_id = :utility_id
    AND sampled_at > coalesce(CAST(:as_of AS timestamptz), now()) - interval '24 hours' AND sampled_at <= coalesce(CAST(:as_of AS timestamptz), now())
ORDER BY quarter_at, sampled_at DESC
