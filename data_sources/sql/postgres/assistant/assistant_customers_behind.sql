-- One row: customers of a place behind transformers that are loaded beyond their rating, and behind those without supply.
-- NULL: no load, or no state, of any transformer is known. 0 for an id: any.
-- result: customers_overloaded int64, overloaded int64, customers_dark int64, dark int64, unknown_load int64,
-- updated_at timestamp
-- topics: network, transformer_status
SELECT
    CASE WHEN count(flux.known(u.load_pct)) > 0 OR count(*) = 0 THEN coalesce(sum(t.customers_served) FILTER (WHERE flux.known(u.load_pct) > 100), 0) END
        AS customers_overloaded,
    CASE WHEN count(flux.known(u.load_pct)) > 0 OR count(*) = 0 THEN count(*) FILTER (WHERE flux.known(u.load_pct) > 100) END AS overloaded,
    CASE WHEN count(u.transformer_id) > 0 OR count(*) = 0 THEN coalesce(sum(t.customers_served) FILTER (WHERE NOT u.is_energized), 0) END
        AS customers_dark,
    CASE WHEN count(u.transformer_id) > 0 OR count(*) = 0 THEN count(*) FILTER (WHERE NOT u.is_energized) END AS dark,
    count(*) - count(flux.known(u.load_pct)) AS unknown_load, max(u.updated_at) AS updated_at
FROM flux.feeders AS f
JOIN flux.transformers AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
