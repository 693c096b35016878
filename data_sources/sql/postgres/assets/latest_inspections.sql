-- One row an asset of a kind that was inspected before a day: what the latest of those inspections found; NaN is not known.
-- Inspections of a unit that failed by that day count no more: another stands in its place.
-- result: asset_id int32, inspected_on date, result string, condition_score float32, remaining_strength_pct float32,
--         is_simulated bool
-- topics: inspections, asset_failures, network
-- bulk: yes
SELECT DISTINCT ON (i.asset_id)
    i.asset_id, i.inspected_on, i.result, i.condition_score, i.remaining_strength_pct, i.is_simulated
FROM flux.inspections AS i
LEFT JOIN (
    SELECT x.asset_id, max((x.failed_at AT TIME ZONE u.time_zone)::date) AS failed_on
    FROM flux.asset_failures AS x
    INNER JOIN flux.utilities AS u ON u.utility_id = x.utility_id
    WHERE x.utility_id = :utility_id AND x.asset_kind = :asset_kind AND (x.failed_at AT TIME ZONE u.time_zone)::date < :before
    GROUP BY x.asset_id
) AS f ON f.asset_id = i.asset_id
WHERE
    i.utility_id = :utility_id AND i.asset_kind = :asset_kind AND i.inspected_on < :before
    AND (f.failed_on IS NULL OR i.inspected_on > f.failed_on)
ORDER BY i.asset_id, i.inspected_on DESC
