"""Conversations with the assistant, kept for the person who had them: their turns, and what that person thinks of them."""
