"""Long work in a process of its own: what it takes of memory and processor goes when it ends, and pages do not wait."""
