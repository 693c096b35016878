"""The condition of a utility's transformers and poles: rows of the live database and the history, judged."""
