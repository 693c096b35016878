"""Cascade studies of a utility: its supply grid and loads as arrays, and what each study answers."""
