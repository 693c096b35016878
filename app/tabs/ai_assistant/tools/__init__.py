"""What the assistant answers of its own: what documents say."""
