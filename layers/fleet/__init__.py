"""The assets of a utility on the map, coloured by health, load, hot spot, loss of life, risk or vegetation."""
