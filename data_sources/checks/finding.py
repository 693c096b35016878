"""The answer of one integrity check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        severity: "ok", "warning" (worth a look, nothing breaks) or "error" (the check fails).
        check: short name, unique in a run.
        count: rows concerned; 0 when all is well.
        examples: up to five ids, comma separated.
        sentence: for a person.
    """

    severity: Severity
    check: str
    count: int
    examples: str
    sentence: str


def found(check: str, count: int, examples: str, what: str, severity: Severity = "error") -> Finding:
    """A finding of `count` rows of what should not be there."""
    if count == 0:
        return Finding("ok", check, 0, "", f"{what}: none.")
    return Finding(severity, check, count, examples, f"{what}: {count:,} (e.g. {examples}).")
