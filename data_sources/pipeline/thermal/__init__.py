"""Transformers' hot spots and loss of life out of their readings, day by day, kept in the history."""
