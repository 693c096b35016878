"""Readings land: checked, deduplicated, committed, and taken back."""
