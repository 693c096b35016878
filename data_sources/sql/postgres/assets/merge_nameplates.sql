-- Writes nameplates, told as a JSON list; what a row does not say stays as it is on record (of what is simulated nothing does).
-- One row each that is new or says something else.
-- What is simulated is left out beside the join, not in it: where nearly all was simulated the planner would reckon with no row.
INSERT INTO flux.asset_nameplates AS kept (
    asset_kind, asset_id, utility_id, manufacturer, model, serial_number, manufactured_year, cooling, is_upgraded_paper, source,
    is_simulated
)
SELECT
    n.asset_kind, n.asset_id, :utility_id, coalesce(nullif(n.manufacturer, ''), was.manufacturer, ''),
    coalesce(nullif(n.model, ''), was.model, ''), coalesce(nullif(n.serial_number, ''), was.serial_number, ''),
    coalesce(nullif(n.manufactured_year, 0), was.manufactured_year, 0), coalesce(nullif(n.cooling, ''), was.cooling, ''),
    coalesce(n.is_upgraded_paper, was.is_upgraded_paper), :source, false
FROM jsonb_populate_recordset(NULL::flux.asset_nameplates, CAST(:rows AS jsonb)) AS n
LEFT JOIN flux.asset_nameplates AS p ON p.asset_kind = n.asset_kind AND p.asset_id = n.asset_id
LEFT JOIN LATERAL (
    SELECT p.manufacturer, p.model, p.serial_number, p.manufactured_year, p.cooling, p.is_upgraded_paper
    WHERE NOT p.is_simulated
) AS was ON true
ON CONFLICT (asset_kind, asset_id) DO UPDATE SET
    manufacturer = excluded.manufacturer, model = excluded.model, serial_number = excluded.serial_number,
    manufactured_year = excluded.manufactured_year, cooling = excluded.cooling, is_upgraded_paper = excluded.is_upgraded_paper,
    source = excluded.source, is_simulated = false
WHERE
    (kept.manufacturer, kept.model, kept.serial_number, kept.manufactured_year, kept.cooling, kept.is_upgraded_paper, kept.is_simulated)
    IS DISTINCT FROM (
        excluded.manufacturer, excluded.model, excluded.serial_number, excluded.manufactured_year, excluded.cooling,
        excluded.is_upgraded_paper, false
    )
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
