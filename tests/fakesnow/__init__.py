"""A Snowflake-protocol server for the tests, in a virtual environment of its own."""
