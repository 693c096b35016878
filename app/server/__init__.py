"""What serves the page: the command line of `panel serve`, static files, who may come in."""
