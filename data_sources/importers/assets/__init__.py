"""A utility's own lists of its assets, inspections, failures and vegetation, as files: into the live database."""
