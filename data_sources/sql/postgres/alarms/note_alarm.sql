-- Writes who an alarm is assigned to, or what is said of it, with its step.
WITH changed AS (
    UPDATE flux.alarms
    SET assigned_to = CASE WHEN :event = 'assign' THEN CAST(:assigned_to AS text) ELSE assigned_to END, version = version + 1
    WHERE alarm_id = :alarm_id
    RETURNING alarm_id, utility_id, state
)
INSERT INTO flux.alarm_steps (alarm_id, utility_id, stepped_at, event, from_state, to_state, is_annunciated, stepped_by, note)
SELECT alarm_id, utility_id, :now, :event, state, state, false, :stepped_by, :note FROM changed
