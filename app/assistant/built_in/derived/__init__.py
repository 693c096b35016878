"""Results that are made of results: a difference, a sum, the same in another unit."""
