"""Vegetation beside lines: what is to be trimmed, where and when; totals by feeder."""
