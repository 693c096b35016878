"""A period beside the same weekdays a year earlier."""
