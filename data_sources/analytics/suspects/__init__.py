"""Searches for meters that register less than flows."""
