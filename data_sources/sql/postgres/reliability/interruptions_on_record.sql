-- One row a group of customers that lost supply in one moment and got it back in one: its own interruption, up to as_of
-- where it still lasts. One that lasts for five minutes or less so far is neither momentary nor sustained yet, and no row.
-- Where only counts are kept, the outage is one group and its minutes are their mean.
-- result: outage_id int64, out_us int64, minutes float64, customers int32, device_id int32, feeder_id int32,
--         substation_id int32, kind string, cause string
-- topics: outages, network
-- bulk: yes
SELECT
    i.outage_id, (extract(epoch FROM i.out_at) * 1000000)::bigint AS out_us,
    CASE
        WHEN i.customers > 0 THEN
            (i.customer_minutes
            + i.customers_out * greatest(extract(epoch FROM CAST(:as_of AS timestamptz) - i.stepped_at), 0)::float8 / 60)
            / i.customers
        ELSE 0
    END AS minutes,
    i.customers, coalesce(o.device_id, -1) AS device_id, i.feeder_id, coalesce(f.substation_id, -1) AS substation_id,
    i.kind, i.cause
FROM flux.customer_interruptions AS i
JOIN flux.outages AS o ON o.outage_id = i.outage_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = i.feeder_id
WHERE i.utility_id = :utility_id AND i.out_at <= CAST(:as_of AS timestamptz)
    AND (i.customers_out = 0 OR i.out_at < CAST(:as_of AS timestamptz) - interval '5 minutes')
ORDER BY i.out_at, i.outage_id
