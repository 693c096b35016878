-- One row a migration applied.
SELECT number FROM flux.migrations ORDER BY number
