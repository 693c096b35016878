-- One row a meter of a feeder: its name, and those of the transformer it is recorded at and of the feeder.
-- result: meter_id int32, meter_name string, transformer_id int32, transformer_name string, feeder_name string
-- topics: ami
SELECT m.meter_id, m.meter_name, m.transformer_id, t.transformer_name, f.feeder_name
FROM meters AS m
JOIN transformers AS t ON t.transformer_id = m.transformer_id
JOIN feeders AS f ON f.feeder_id = m.feeder_id
WHERE m.feeder_id = :feeder_id
ORDER BY m.meter_id
