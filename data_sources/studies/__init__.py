"""Studies of the live network: rows in, analytics in the middle, answers out. They operate nothing."""
