-- Writes nameplates, told as a JSON list; what a row does not say stays as it is on record. One row each that is new or says
-- something else.
INSERT INTO flux.asset_nameplates AS kept (
    asset_kind, asset_id, utility_id, manufacturer, model, serial_number, manufactured_year, cooling, is_upgraded_paper, source,
    is_simulated
)
SELECT
    n.asset_kind, n.asset_id, :utility_id, n.manufacturer, n.model, n.serial_number, n.manufactured_year, n.cooling,
    n.is_upgraded_paper, :source, false
FROM jsonb_populate_recordset(NULL::flux.asset_nameplates, CAST(:rows AS jsonb)) AS n
ON CONFLICT (asset_kind, asset_id) DO UPDATE SET
    manufacturer = coalesce(nullif(excluded.manufacturer, ''), kept.manufacturer),
    model = coalesce(nullif(excluded.model, ''), kept.model),
    serial_number = coalesce(nullif(excluded.serial_number, ''), kept.serial_number),
    manufactured_year = coalesce(nullif(excluded.manufactured_year, 0), kept.manufactured_year),
    cooling = coalesce(nullif(excluded.cooling, ''), kept.cooling),
    is_upgraded_paper = coalesce(excluded.is_upgraded_paper, kept.is_upgraded_paper),
    source = excluded.source, is_simulated = false
WHERE
    (kept.manufacturer, kept.model, kept.serial_number, kept.manufactured_year, kept.cooling, kept.is_upgraded_paper, kept.is_simulated)
    IS DISTINCT FROM (
        coalesce(nullif(excluded.manufacturer, ''), kept.manufacturer), coalesce(nullif(excluded.model, ''), kept.model),
        coalesce(nullif(excluded.serial_number, ''), kept.serial_number),
        coalesce(nullif(excluded.manufactured_year, 0), kept.manufactured_year),
        coalesce(nullif(excluded.cooling, ''), kept.cooling), coalesce(excluded.is_upgraded_paper, kept.is_upgraded_paper), false
    )
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
