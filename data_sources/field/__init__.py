"""Work in the field: orders and the crews that do them."""
