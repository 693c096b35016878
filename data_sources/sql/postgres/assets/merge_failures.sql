-- Writes failures, told as a JSON list; one that is on record says what the list says, and what the list does not say stays (of a
-- simulated one nothing does). The same failure: of one asset and moment, or of one asset and day where either is told by its day
-- alone, which is kept as midnight of the utility's clock; then the time counts. One row each that is new or says something else.
-- A transformer's outage is the one that began there within the same minute. A pole was of what stands there now where nobody
-- says what it was of.
-- What is simulated is left out beside the join, not in it: where nearly all was simulated the planner would reckon with no row.
WITH told AS MATERIALIZED (
    SELECT
        n.asset_kind, n.asset_id, n.installed_year, n.failed_at, n.mode, n.rated_kva, n.is_underground, n.material, u.time_zone,
        (n.failed_at AT TIME ZONE u.time_zone)::date AS failed_on,
        n.failed_at = (n.failed_at AT TIME ZONE u.time_zone)::date::timestamp AT TIME ZONE u.time_zone AS is_day
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n (
        asset_kind text, asset_id integer, installed_year smallint, failed_at timestamptz, mode text, rated_kva real,
        is_underground boolean, material text
    )
    INNER JOIN flux.utilities AS u ON u.utility_id = :utility_id
),
alike AS (
    SELECT
        f.failure_id, n.asset_kind, n.asset_id, n.failed_at, f.failed_at = n.failed_at AS is_exact,
        row_number() OVER (
            PARTITION BY n.asset_kind, n.asset_id, n.failed_at ORDER BY f.failed_at = n.failed_at DESC, f.failed_at
        ) AS choice
    FROM told AS n
    INNER JOIN flux.asset_failures AS f ON f.asset_kind = n.asset_kind AND f.asset_id = n.asset_id AND (
        f.failed_at = n.failed_at
        OR (
            NOT f.is_simulated AND (f.failed_at AT TIME ZONE n.time_zone)::date = n.failed_on
            AND (n.is_day OR f.failed_at = n.failed_on::timestamp AT TIME ZONE n.time_zone)
        )
    )
),
same AS (  -- one row of the list takes the place of a day on record, however many tell times of it
    SELECT DISTINCT ON (failure_id) failure_id, asset_kind, asset_id, failed_at
    FROM alike
    WHERE choice = 1
    ORDER BY failure_id, is_exact DESC, failed_at
),
merged AS MATERIALIZED (
    SELECT
        was.failure_id, n.asset_kind, n.asset_id, n.is_underground,
        CASE WHEN n.is_day THEN coalesce(was.failed_at, n.failed_at) ELSE n.failed_at END AS failed_at,
        coalesce(nullif(n.installed_year, 0), kept.installed_year, 0) AS installed_year,
        coalesce(nullif(n.mode, ''), kept.mode, '') AS mode,
        coalesce(nullif(n.rated_kva, 'NaN'), kept.rated_kva, 'NaN') AS rated_kva,
        coalesce(nullif(n.material, ''), nullif(kept.material, ''), p.material, '') AS material,
        coalesce((
            SELECT min(o.outage_id) FROM flux.outages AS o
            WHERE
                n.asset_kind = 'transformer' AND o.utility_id = :utility_id AND o.transformer_id = n.asset_id
                AND o.started_at >= n.failed_at - interval '1 minute' AND o.started_at <= n.failed_at + interval '1 minute'
        ), was.outage_id) AS outage_id
    FROM told AS n
    LEFT JOIN same AS s ON s.asset_kind = n.asset_kind AND s.asset_id = n.asset_id AND s.failed_at = n.failed_at
    LEFT JOIN flux.asset_failures AS was ON was.failure_id = s.failure_id
    LEFT JOIN LATERAL (
        SELECT was.installed_year, was.mode, was.rated_kva, was.material WHERE NOT was.is_simulated
    ) AS kept ON true
    LEFT JOIN flux.poles AS p ON n.asset_kind = 'pole' AND p.pole_id = n.asset_id
),
changed AS (
    UPDATE flux.asset_failures AS f SET
        installed_year = m.installed_year, failed_at = m.failed_at, mode = m.mode, rated_kva = m.rated_kva,
        is_underground = m.is_underground, material = m.material, outage_id = m.outage_id, source = :source, is_simulated = false
    FROM merged AS m
    WHERE
        f.failure_id = m.failure_id
        AND (f.installed_year, f.failed_at, f.mode, f.rated_kva, f.is_underground, f.material, f.is_simulated)
        IS DISTINCT FROM (m.installed_year, m.failed_at, m.mode, m.rated_kva, m.is_underground, m.material, false)
    RETURNING f.asset_kind, f.asset_id
),
added AS (
    INSERT INTO flux.asset_failures (
        utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material, outage_id, source,
        is_simulated
    )
    SELECT
        :utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material, outage_id, :source,
        false
    FROM merged WHERE failure_id IS NULL
    RETURNING asset_kind, asset_id
)
SELECT asset_kind, asset_id, false AS is_new FROM changed
UNION ALL
SELECT asset_kind, asset_id, true FROM added
