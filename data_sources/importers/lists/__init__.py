"""Lists of things as files: columns of text by role, the values of their cells, and the rows that are refused."""
