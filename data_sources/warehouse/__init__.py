"""The history engines: Parquet files asked through DuckDB, or Snowflake, behind the same statements."""
