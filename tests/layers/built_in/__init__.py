"""The layers that a map has from the start."""
