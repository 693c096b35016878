-- Lets new outages be numbered after the highest one loaded, and after those that were moved to the history.
SELECT setval(
    pg_get_serial_sequence('flux.outages', 'outage_id'),
    1 + greatest(
        (SELECT coalesce(max(outage_id), 0) FROM flux.outages), (SELECT coalesce(max(outage_id), 0) FROM flux.moved_outages)
    ),
    false
)
