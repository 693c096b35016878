"""Load over time of what is looked at."""
