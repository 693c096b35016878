"""REST: temperatures of transformers, and what-ifs of a whole fleet."""
