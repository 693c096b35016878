-- One row: the utility of a shift.
SELECT utility_id FROM flux.shifts WHERE shift_id = :id
