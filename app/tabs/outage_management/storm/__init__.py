"""Storm: the one switch, priorities, times for areas, damage, the curve with its band, what the public is told."""
