"""What `fluxops check` proves of a utility's rows and of the statements."""
