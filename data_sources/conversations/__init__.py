"""Conversations with the assistant, kept for whoever had them: their turns, and what is thought of the answers."""
