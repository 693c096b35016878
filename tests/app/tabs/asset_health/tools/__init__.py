"""What the assistant answers of the condition of assets."""
