-- One row a failure at the place of one asset, latest first; outage_id is -1 where none is known.
-- result: failure_id int64, failed_at timestamp, installed_year int16, mode string, rated_kva float32, material string,
--         outage_id int64, source string, is_simulated bool
-- topics: asset_failures
SELECT
    failure_id, failed_at, installed_year, mode, rated_kva, material, coalesce(outage_id, -1) AS outage_id, source, is_simulated
FROM flux.asset_failures
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND asset_id = :asset_id
ORDER BY failed_at DESC
