"""Colours of the map by meaning: palettes, what counts as good or bad, one colour a circuit."""
