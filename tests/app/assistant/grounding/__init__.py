"""The check of grounding."""
