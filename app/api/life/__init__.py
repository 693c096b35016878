"""Outages by REST: one with its timeline, and every change of one as a command."""
