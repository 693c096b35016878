"""Outages of one transformer, meter or feeder: followed in both sources, as a part of a panel, as rows of a table."""
