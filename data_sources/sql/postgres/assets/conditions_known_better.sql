-- Takes conditions of no known day away where the latest inspection of a known day says the same: it is what was given.
DELETE FROM flux.inspections AS given
WHERE
    given.utility_id = :utility_id AND given.inspected_on IS NULL
    AND given.condition_score = (
        SELECT k.condition_score FROM flux.inspections AS k
        WHERE k.asset_kind = given.asset_kind AND k.asset_id = given.asset_id AND k.inspected_on IS NOT NULL
        ORDER BY k.inspected_on DESC LIMIT 1
    )
