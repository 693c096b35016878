-- Numbers for so many new outages. One row a number.
SELECT nextval(pg_get_serial_sequence('flux.outages', 'outage_id')) FROM generate_series(1, :count)
