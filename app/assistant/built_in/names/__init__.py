"""Names of things in questions: how they may be written, which are there, and which are not."""
