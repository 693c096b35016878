"""Reliability indices of IEEE Std 1366 by REST: parameters, answer, endpoint."""
