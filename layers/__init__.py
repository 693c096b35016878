"""The map: frames, aggregates, palettes, one image a view. No Panel."""
