"""Sums of the readings and the upkeep of the files behind them."""
