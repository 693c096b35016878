"""Statements that models write: attempts at what they may not, and what runs."""
