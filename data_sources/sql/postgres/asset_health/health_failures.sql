-- One row a failure of a utility's transformers and poles, oldest first: of what stood there until then. NaN, 0: not known.
-- outage_hours: of the outage that it made, once that is over.
-- result: is_pole bool, asset_id int32, installed_year int16, failed_at timestamp, outage_hours float32,
--   is_simulated bool
-- topics: asset_failures, outages, network
-- bulk: yes
SELECT
    f.asset_kind = 'pole' AS is_pole, f.asset_id, f.installed_year, f.failed_at,
    coalesce(extract(epoch FROM o.restored_at - o.started_at) / 3600, 'NaN')::real AS outage_hours, f.is_simulated
FROM flux.asset_failures AS f
LEFT JOIN flux.outages AS o ON o.outage_id = f.outage_id
WHERE f.utility_id = :utility_id
ORDER BY f.failed_at, f.failure_id
