-- One row a file that was applied.
SELECT number FROM flux_migrations ORDER BY number
