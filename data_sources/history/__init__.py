"""Questions to the history that take more than one statement: rows in, analytics in the middle, tables out."""
