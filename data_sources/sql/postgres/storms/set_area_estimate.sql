-- Gives an area a time.
INSERT INTO flux.area_estimates (storm_id, substation_id, estimated_restoration_at, set_at, set_by)
VALUES (:storm_id, :substation_id, :estimated_restoration_at, :now, :set_by)
