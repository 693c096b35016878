"""The demo city's weather, simulated, and forecasts of it."""
