"""OpenDSS circuits as utilities."""
