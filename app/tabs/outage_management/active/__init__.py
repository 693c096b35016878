"""Active outages: all that are not closed, in a table and on the map, one of them in detail."""
