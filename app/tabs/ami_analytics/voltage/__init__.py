"""Who left the service ranges of ANSI C84.1, for how long, and where."""
