"""Isolation studies: what to open around a fault, and who can be fed from elsewhere meanwhile, step by step."""
