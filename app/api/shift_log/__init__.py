"""The shift log by REST: shifts and notes of a period, and the handover report to print."""
