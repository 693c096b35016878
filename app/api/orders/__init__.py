"""Work orders and crews by REST: read by the page, one order with its timeline; changes are commands."""
