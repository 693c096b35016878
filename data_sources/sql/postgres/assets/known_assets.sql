-- One row a transformer or pole of a utility by name; 0, NaN and '' where the network does not say, failed_on -719162 (the year
-- 1) where no failure is on record.
-- result: asset_kind string, asset_id int32, asset_name string, installed_year int16, rated_kva float32, is_underground bool,
--         material string, failed_on date
-- topics: network, asset_failures
-- bulk: yes
WITH failed AS (
    SELECT f.asset_kind, f.asset_id, max((f.failed_at AT TIME ZONE u.time_zone)::date) AS failed_on
    FROM flux.asset_failures AS f
    INNER JOIN flux.utilities AS u ON u.utility_id = f.utility_id
    WHERE f.utility_id = :utility_id
    GROUP BY f.asset_kind, f.asset_id
)
SELECT
    'transformer' AS asset_kind, t.transformer_id AS asset_id, t.transformer_name AS asset_name, t.installed_year, t.rated_kva,
    t.is_underground, '' AS material, coalesce(f.failed_on, date '0001-01-01') AS failed_on
FROM flux.transformers AS t
LEFT JOIN failed AS f ON f.asset_kind = 'transformer' AND f.asset_id = t.transformer_id
WHERE t.utility_id = :utility_id
UNION ALL
SELECT
    'pole', p.pole_id, p.pole_name, p.installed_year, 'NaN', false, p.material, coalesce(f.failed_on, date '0001-01-01')
FROM flux.poles AS p
LEFT JOIN failed AS f ON f.asset_kind = 'pole' AND f.asset_id = p.pole_id
WHERE p.utility_id = :utility_id
