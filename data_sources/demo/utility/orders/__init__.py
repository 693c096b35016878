"""Work orders of the demo: those on record, which agree with inspections and failures, and those that are due now."""
