"""Reliability studies: networks from files and from the live database, handed to `analytics.reliability` and named."""
