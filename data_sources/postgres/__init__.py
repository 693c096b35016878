"""The live engine: PostgreSQL, embedded or one's own, its schema, its change feed and its leader."""
