-- Moves alarms to their next states, each with its step. One row an alarm moved.
WITH step AS (
    SELECT *
    FROM unnest(
        CAST(:alarm_ids AS bigint[]), CAST(:events AS text[]), CAST(:to_states AS text[]), CAST(:in_alarm AS boolean[]),
        CAST(:step_values AS double precision[]), CAST(:measured_s AS double precision[]), CAST(:annunciated AS boolean[])
    ) AS n (alarm_id, event, to_state, is_in_alarm, value, measured_s, is_annunciated)
),
before AS (
    SELECT a.alarm_id, a.state FROM flux.alarms AS a JOIN step AS n ON n.alarm_id = a.alarm_id
),
moved AS (
    UPDATE flux.alarms AS a
    SET
        state = n.to_state,
        is_in_alarm = n.is_in_alarm,
        annunciated_at = CASE WHEN n.is_annunciated THEN :now ELSE a.annunciated_at END,
        annunciations = a.annunciations + n.is_annunciated::integer,
        cleared_at = CASE WHEN n.is_in_alarm THEN NULL WHEN a.is_in_alarm THEN :now ELSE a.cleared_at END,
        acknowledged_at = CASE
            WHEN n.event = 'acknowledge' THEN :now WHEN n.event = 'raise' OR n.is_annunciated THEN NULL ELSE a.acknowledged_at
        END,
        acknowledged_by = CASE
            WHEN n.event = 'acknowledge' THEN :stepped_by WHEN n.event = 'raise' OR n.is_annunciated THEN NULL ELSE a.acknowledged_by
        END,
        closed_at = CASE WHEN n.to_state = 'normal' THEN CAST(:now AS timestamptz) END,
        last_value = coalesce(flux.known(n.value), a.last_value),
        last_value_at = CASE WHEN flux.known(n.value) IS NULL THEN a.last_value_at ELSE to_timestamp(n.measured_s) END,
        held_until = CASE WHEN n.event = 'shelve' THEN CAST(:held_until AS timestamptz) WHEN n.to_state = 'shelved' THEN a.held_until END,
        held_by = CASE
            WHEN n.event IN ('shelve', 'take_out') THEN CAST(:stepped_by AS text)
            WHEN n.to_state IN ('shelved', 'out_of_service') THEN a.held_by
        END,
        held_reason = CASE
            WHEN n.event IN ('shelve', 'take_out') THEN CAST(:note AS text)
            WHEN n.to_state IN ('shelved', 'out_of_service') THEN a.held_reason
        END,
        version = a.version + 1
    FROM step AS n
    WHERE a.alarm_id = n.alarm_id
    RETURNING a.alarm_id, a.utility_id
)
INSERT INTO flux.alarm_steps (
    alarm_id, utility_id, stepped_at, event, from_state, to_state, is_annunciated, stepped_by, value, note
)
SELECT m.alarm_id, m.utility_id, :now, n.event, b.state, n.to_state, n.is_annunciated, :stepped_by, n.value, :note
FROM moved AS m
JOIN step AS n ON n.alarm_id = m.alarm_id
JOIN before AS b ON b.alarm_id = m.alarm_id
ORDER BY m.alarm_id
RETURNING alarm_id
