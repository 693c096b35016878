"""The planners that ask a model, over servers that speak their protocols."""
