"""Asks the assistant its known questions and marks the answers; see `marking` for what counts as right."""
