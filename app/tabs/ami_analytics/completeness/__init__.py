"""Which reads came, which are estimates, which came late."""
