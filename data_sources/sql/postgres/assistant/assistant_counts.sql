-- One row: what stands in a place, as its feeders' summaries count it, and what they carry now. 0 for an id: any.
-- result: substations int64, feeders int64, transformers int64, meters int64, customers int64, poles int64, segments int64,
-- rated_kva float64, capacity_mva float64, deenergized_feeders int64, updated_at timestamp
-- topics: network, feeder_status
SELECT
    count(DISTINCT f.substation_id) AS substations, count(*) AS feeders, sum(m.transformers) AS transformers,
    sum(m.meters) AS meters, sum(m.customers_served) AS customers, sum(m.poles) AS poles, sum(m.segments) AS segments,
    sum(flux.known(f.rated_kva)) AS rated_kva,
    (
        SELECT sum(flux.known(s.capacity_mva))
        FROM flux.substations AS s
        WHERE s.utility_id = :utility_id AND :feeder_id = 0 AND :substation_id IN (0, s.substation_id)
    ) AS capacity_mva,
    CASE WHEN count(t.feeder_id) > 0 THEN count(*) FILTER (WHERE NOT t.is_energized) END AS deenergized_feeders,
    max(t.updated_at) AS updated_at
FROM flux.feeders AS f
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
