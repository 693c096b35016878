"""A storm as it stands: which outage next and why, who goes there, when areas are back, what the public may be told."""
