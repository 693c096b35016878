-- A mark of the rows that an assessment of a utility's assets is made of: how many there are, and what wrote the last
-- of them.
-- result: inputs string
-- topics: network, inspections, asset_failures, vegetation
SELECT
    concat_ws(
        ' ',
        (SELECT concat_ws('/', loaded_at, xmin) FROM flux.utilities WHERE utility_id = :utility_id),
        (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM flux.inspections WHERE utility_id = :utility_id),
        (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM flux.asset_failures WHERE utility_id = :utility_id),
        (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM flux.vegetation WHERE utility_id = :utility_id)
    ) AS inputs
