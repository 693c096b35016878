-- One row a local day on which meters of a utility read, newest first.
-- result: reading_day date, intervals_received int64, intervals_expected int64
-- topics: ami
SELECT
    d.reading_day,
    SUM(d.intervals_received) AS intervals_received,
    SUM(d.intervals_expected) AS intervals_expected
FROM feeder_day AS d
JOIN feeders AS f ON f.feeder_id = d.feeder_id
WHERE f.utility_id = :utility_id
GROUP BY d.reading_day
HAVING SUM(d.intervals_received) > 0
ORDER BY d.reading_day DESC
