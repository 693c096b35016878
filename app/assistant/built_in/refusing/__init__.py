"""What is not answered: what never is, orders, and words that find no place; each with its reason and sentence."""
