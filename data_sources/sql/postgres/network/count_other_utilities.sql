-- One row: how many utilities there are besides this one.
SELECT count(*) FROM flux.utilities WHERE utility_id <> :utility_id
