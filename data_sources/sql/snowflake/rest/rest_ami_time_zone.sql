-- One row: the clock of the utility that a meter, transformer or feeder belongs to; -1 for those not asked about.
-- result: time_zone string
-- topics: ami
SELECT u.time_zone
FROM utilities AS u
WHERE u.utility_id IN (
    SELECT m.utility_id
    FROM meters AS m
    WHERE m.meter_id = :meter_id OR m.transformer_id = :transformer_id OR m.feeder_id = :feeder_id
)
ORDER BY u.utility_id
