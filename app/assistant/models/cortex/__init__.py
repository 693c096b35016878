"""A Cortex Agent of Snowflake as a planner: a run over its events, its tables and its threads."""
