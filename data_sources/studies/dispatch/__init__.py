"""Dispatch of a utility: rows of crews and orders as a board, suggestions and proposals in words."""
