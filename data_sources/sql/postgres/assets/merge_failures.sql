-- Writes failures, told as a JSON list; one of an asset and a moment that is on record takes its place. One row each that is
-- new or says something else. A transformer's outage is the one that began there within the same minute.
INSERT INTO flux.asset_failures AS kept (
    utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material, outage_id, source,
    is_simulated
)
SELECT
    :utility_id, n.asset_kind, n.asset_id, n.installed_year, n.failed_at, n.mode, n.rated_kva, n.is_underground, n.material,
    (
        SELECT min(o.outage_id) FROM flux.outages AS o
        WHERE
            n.asset_kind = 'transformer' AND o.utility_id = :utility_id AND o.transformer_id = n.asset_id
            AND o.started_at >= n.failed_at - interval '1 minute' AND o.started_at <= n.failed_at + interval '1 minute'
    ),
    :source, false
FROM jsonb_populate_recordset(NULL::flux.asset_failures, CAST(:rows AS jsonb)) AS n
ON CONFLICT (asset_kind, asset_id, failed_at) DO UPDATE SET
    installed_year = excluded.installed_year, mode = excluded.mode, rated_kva = excluded.rated_kva,
    is_underground = excluded.is_underground, material = excluded.material,
    outage_id = coalesce(excluded.outage_id, kept.outage_id), source = excluded.source, is_simulated = false
WHERE
    (kept.installed_year, kept.mode, kept.rated_kva, kept.is_underground, kept.material, kept.is_simulated)
    IS DISTINCT FROM (
        excluded.installed_year, excluded.mode, excluded.rated_kva, excluded.is_underground, excluded.material, false
    )
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
