-- One row: whether a utility is a demo.
SELECT is_demo FROM flux.utilities WHERE utility_id = :utility_id
