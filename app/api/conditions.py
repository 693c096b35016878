"""When a circuit, transformer or pole counts as critical or as a warning: the original program's rule, said once."""

from __future__ import annotations

CONDITION_LIMITS = {
    "critical_load_pct": 85.0,  # above
    "critical_health": 50.0,  # below, of 0 (failed) to 100 (new)
    "warning_load_pct": 70.0,
    "warning_health": 70.0,
}
