"""How reliable supply was: indices of IEEE Std 1366, major event days, trends, causes, worst feeders."""
