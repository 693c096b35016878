"""Cascades: what else goes when one part of the supply grid fails, what it costs, and what would help. Study only."""
