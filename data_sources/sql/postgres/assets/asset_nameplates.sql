-- One row an asset whose nameplate is known; upgraded_paper is 1, 0, or -1 where nobody says.
-- result: asset_kind string, asset_id int32, manufacturer string, model string, serial_number string,
--         manufactured_year int16, cooling string, upgraded_paper int32, is_simulated bool
-- topics: nameplates, network
-- bulk: yes
SELECT
    asset_kind, asset_id, manufacturer, model, serial_number, manufactured_year, cooling,
    coalesce(is_upgraded_paper::integer, -1) AS upgraded_paper, is_simulated
FROM flux.asset_nameplates
WHERE utility_id = :utility_id
ORDER BY asset_kind, asset_id
