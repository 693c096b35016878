-- One row a rule: how many alarms say something else than the steps that are kept of them.
-- result: subject string, row_count int64, examples string
-- topics: alarms
WITH told AS (
    SELECT
        a.alarm_id, a.state, a.annunciations,
        count(s.step_id) FILTER (WHERE s.is_annunciated) AS called,
        (array_agg(s.to_state ORDER BY s.step_id DESC))[1] AS last_state
    FROM flux.alarms AS a
    LEFT JOIN flux.alarm_steps AS s ON s.alarm_id = a.alarm_id
    WHERE a.utility_id = :utility_id
    GROUP BY a.alarm_id
)
SELECT
    'annunciations' AS subject,
    count(*) FILTER (WHERE annunciations <> called) AS row_count,
    coalesce(array_to_string((array_agg(alarm_id ORDER BY alarm_id) FILTER (WHERE annunciations <> called))[1:5], ', '), '') AS examples
FROM told
UNION ALL
SELECT
    'state' AS subject,
    count(*) FILTER (WHERE state IS DISTINCT FROM last_state) AS row_count,
    coalesce(array_to_string((array_agg(alarm_id ORDER BY alarm_id) FILTER (WHERE state IS DISTINCT FROM last_state))[1:5], ', '), '')
        AS examples
FROM told
