"""Outages of the feeder, transformer or meter looked at."""
