"""Load forecasts and how good they were."""
