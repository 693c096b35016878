"""Outages presumed from what customers and meters tell: followed in the live database, given as commands."""
