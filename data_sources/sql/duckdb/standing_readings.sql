-- One row a key that is there already: its row in `keys`, and the whole reading that stands.
SELECT k.row, r.*
FROM keys AS k
JOIN ami_interval_readings AS r
    ON r.meter_id = k.meter_id AND r.interval_start_at = k.interval_start_at AND r.reading_day = k.reading_day
