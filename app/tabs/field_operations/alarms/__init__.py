"""Alarms: a list by priority and state, folded by cause; one in detail; how the alarm system does; its rules."""
