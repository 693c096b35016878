"""Tests of presumed outages."""
