-- Gives transformers and poles the year that a JSON list tells they were installed in. One row each whose year was another, or
-- not known.
WITH told AS (
    SELECT n.asset_kind, n.asset_id, n.installed_year
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n (asset_kind text, asset_id integer, installed_year smallint)
    WHERE n.installed_year > 0
),
units AS (
    UPDATE flux.transformers AS t SET installed_year = n.installed_year FROM told AS n
    WHERE n.asset_kind = 'transformer' AND t.transformer_id = n.asset_id AND t.installed_year <> n.installed_year
    RETURNING t.transformer_id
),
poles AS (
    UPDATE flux.poles AS p SET installed_year = n.installed_year FROM told AS n
    WHERE n.asset_kind = 'pole' AND p.pole_id = n.asset_id AND p.installed_year <> n.installed_year
    RETURNING p.pole_id
)
SELECT 'transformer' AS asset_kind, transformer_id AS asset_id, false AS is_new FROM units
UNION ALL
SELECT 'pole', pole_id, false FROM poles
