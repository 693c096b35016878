-- One row where a utility has such an asset: its name.
SELECT substation_name FROM flux.substations
WHERE :scope_kind = 'substation' AND utility_id = :utility_id AND substation_id = :scope_id
UNION ALL
SELECT feeder_name FROM flux.feeders WHERE :scope_kind = 'feeder' AND utility_id = :utility_id AND feeder_id = :scope_id
UNION ALL
SELECT transformer_name FROM flux.transformers
WHERE :scope_kind = 'transformer' AND utility_id = :utility_id AND transformer_id = :scope_id
