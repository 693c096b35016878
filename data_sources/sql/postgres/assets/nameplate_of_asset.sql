-- One row where the nameplate of one asset is known; upgraded_paper is 1, 0, or -1 where nobody says.
-- result: manufacturer string, model string, serial_number string, manufactured_year int16, cooling string,
--         upgraded_paper int32, source string, is_simulated bool
-- topics: nameplates
SELECT
    manufacturer, model, serial_number, manufactured_year, cooling,
    coalesce(is_upgraded_paper::integer, -1) AS upgraded_paper, source, is_simulated
FROM flux.asset_nameplates
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND asset_id = :asset_id
