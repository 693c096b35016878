"""Isolation studies of an outage: what could be opened and closed around its fault. They operate nothing."""
