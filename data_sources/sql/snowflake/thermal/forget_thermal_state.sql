-- Takes states of a utility away: that of a day, and those before it but of Sundays.
DELETE FROM transformer_thermal_state
WHERE utility_id = :utility_id
    AND (
        reading_day = :day::date
        OR (reading_day < :last_day::date AND DATE_PART('dayofweek_iso', reading_day) <> 7)
    )
