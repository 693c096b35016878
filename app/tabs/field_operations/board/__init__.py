"""The dispatch board: crews by lanes over time, what waits beside it, suggestions with why, the map of both."""
