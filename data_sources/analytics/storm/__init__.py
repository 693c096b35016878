"""Storm mode's engine: which outage next, when each will be over, and how the curve of customers out will fall."""
