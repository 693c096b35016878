"""The load of the days ahead, and how good such forecasts were."""
