"""The life of an outage, whoever drives it: states, step restoration, accrual, switching plans, crews sent, rows."""
