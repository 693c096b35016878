"""What was sent out and not registered, and who is suspected of it."""
