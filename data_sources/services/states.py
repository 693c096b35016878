"""A service's state as a line between two processes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

from data_sources.services.service import ServiceState


def to_line(state: ServiceState) -> str:
    """JSON without a line break; times as ISO texts."""
    return json.dumps({key: _plain(value) for key, value in asdict(state).items()})


def of_line(line: str) -> ServiceState:
    """The state that was said.

    Raises:
        ValueError: the line says none.
    """
    found = json.loads(line)
    for name in ("last_run_at", "last_error_at"):
        found[name] = dt.datetime.fromisoformat(found[name]) if found[name] else None
    return ServiceState(**found)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime) else value
