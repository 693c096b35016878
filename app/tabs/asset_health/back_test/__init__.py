"""The ranking of a year earlier against what failed since; hazards, weights and parameters with their sources."""
