-- Lets new outages be numbered after the highest one loaded.
SELECT setval(pg_get_serial_sequence('flux.outages', 'outage_id'), (SELECT coalesce(max(outage_id), 0) + 1 FROM flux.outages), false)
