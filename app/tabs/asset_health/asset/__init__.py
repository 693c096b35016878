"""The page of one transformer or pole: what it is, how it is and why, what its failure would mean, what was done."""
