"""What an order says, where, and what its form can hold of it."""
