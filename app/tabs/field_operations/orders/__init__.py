"""Orders: all work orders in a table that the database pages, one of them in detail, and where the open ones are."""
