"""Studies of networks and records: rows or a file in, analytics in the middle, answers out. They operate nothing."""
