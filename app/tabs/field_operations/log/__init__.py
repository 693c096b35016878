"""The shift log: notes of a period, who is at which desk, what is handed over, the report to print."""
