"""Grounding: each number and name of an answer's text is matched with a cell of its results, or marked as uncovered."""
