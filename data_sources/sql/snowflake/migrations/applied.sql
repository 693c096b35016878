-- One row a file that was applied, as it was the last time.
SELECT number, digest
FROM flux_migrations
QUALIFY ROW_NUMBER() OVER (PARTITION BY number ORDER BY applied_at DESC) = 1
ORDER BY number
