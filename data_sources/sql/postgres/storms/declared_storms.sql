-- One row a storm that is declared, in any utility.
-- result: utility_id int32, storm_id int64, storm_name string, started_at timestamp, started_by string
-- topics: storms
SELECT utility_id, storm_id, storm_name, started_at, started_by
FROM flux.storms
WHERE ended_at IS NULL
ORDER BY utility_id
