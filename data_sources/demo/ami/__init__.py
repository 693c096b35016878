"""The demo's readings, made day by day and kept up with the clock."""
