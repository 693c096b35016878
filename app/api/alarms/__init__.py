"""Alarms by REST: read by the page, one with its steps, the rules and the catalogue, figures of a period."""
