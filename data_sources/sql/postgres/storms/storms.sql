-- One row a storm of a utility, the one that lasts first, then the latest.
-- result: storm_id int64, storm_name string, started_at timestamp, started_by string, ended_at timestamp, ended_by string,
-- note string, public_text string, public_text_at timestamp, public_text_by string, version int32
-- topics: storms
SELECT
    storm_id, storm_name, started_at, started_by, ended_at, ended_by, note, public_text, public_text_at, public_text_by,
    version
FROM flux.storms
WHERE utility_id = :utility_id
ORDER BY ended_at IS NULL DESC, started_at DESC, storm_id DESC
