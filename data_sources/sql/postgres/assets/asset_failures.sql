-- One row a failure of a utility, oldest first. asset_id is the position; installed_year (0: not known), rated_kva (NaN: not
-- known), is_underground and material are of the asset that failed; outage_id is -1 where none is known.
-- result: failure_id int64, asset_kind string, asset_id int32, installed_year int16, failed_at timestamp, mode string,
--         rated_kva float32, is_underground bool, material string, outage_id int64, is_simulated bool
-- topics: asset_failures, network
-- bulk: yes
SELECT
    failure_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material,
    coalesce(outage_id, -1) AS outage_id, is_simulated
FROM flux.asset_failures
WHERE utility_id = :utility_id
ORDER BY failed_at, failure_id
