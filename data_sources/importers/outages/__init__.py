"""Anybody's list of outages, as files: read, checked, told what was taken how."""
