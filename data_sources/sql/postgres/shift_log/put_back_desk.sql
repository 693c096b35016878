-- Puts back what desk_of_utility.sql kept, with its numbers.
WITH rules AS (
    INSERT INTO flux.alarm_rules SELECT * FROM jsonb_populate_recordset(NULL::flux.alarm_rules, CAST(:rules AS jsonb))
),
shifts AS (
    INSERT INTO flux.shifts SELECT * FROM jsonb_populate_recordset(NULL::flux.shifts, CAST(:shifts AS jsonb))
)
INSERT INTO flux.shift_log SELECT * FROM jsonb_populate_recordset(NULL::flux.shift_log, CAST(:notes AS jsonb))
