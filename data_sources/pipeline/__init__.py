"""Readings on their way into the history: landing, settling, rollups, streams."""
