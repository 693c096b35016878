"""Meters coloured by what they read at an instant."""
