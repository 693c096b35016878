-- One row: the numbers of alarm rules, shifts and notes go on after the highest that is there.
SELECT
    setval(
        pg_get_serial_sequence('flux.alarm_rules', 'rule_id'),
        greatest((SELECT max(rule_id) FROM flux.alarm_rules), (SELECT last_value FROM flux.alarm_rules_rule_id_seq))
    ),
    setval(
        pg_get_serial_sequence('flux.shifts', 'shift_id'),
        greatest((SELECT max(shift_id) FROM flux.shifts), (SELECT last_value FROM flux.shifts_shift_id_seq))
    ),
    setval(
        pg_get_serial_sequence('flux.shift_log', 'note_id'),
        greatest((SELECT max(note_id) FROM flux.shift_log), (SELECT last_value FROM flux.shift_log_note_id_seq))
    )
