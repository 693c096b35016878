"""A question taken apart: what each part of the grammar takes out of it, and the words that are left."""
