"""What people who are at no desk of operators say for the desk's own words."""
