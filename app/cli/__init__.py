"""`fluxops …`: everything that is done from a terminal."""
