-- A mark of what temperatures of a utility's transformers are made of here: another one where its network was loaded anew or a
-- nameplate was written.
-- result: inputs string
-- topics: network, nameplates
SELECT
    concat_ws(
        ' ',
        (SELECT concat_ws('/', loaded_at, xmin) FROM flux.utilities WHERE utility_id = :utility_id),
        (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM flux.asset_nameplates WHERE utility_id = :utility_id)
    ) AS inputs
