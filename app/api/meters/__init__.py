"""REST for head-ends: messages of meters in batches, and the questions that are open."""
