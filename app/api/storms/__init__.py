"""Storms by REST: those declared so far, and the present one with its curve, areas and priorities."""
