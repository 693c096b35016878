"""Trouble calls: who calls, what they see, which outage it tells of, and who is to be called back."""
