"""What the public may be told of outages: areas and counts, in public words; nothing that leads inside."""
