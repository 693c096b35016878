"""A replacement plan under a budget: which assets, what it buys, and orders made of it."""
