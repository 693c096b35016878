"""Work of the day at a low rate: shifts begin and end, crews do the orders in their queues and say what they found.

By commands, like any crew with a tablet; most crews stay free for outages. Work is faster than life, as outages are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from data_sources.commands.run import Order
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.field.crews import EndShift, StartShift
from data_sources.field.orders import (
    AssignWorkOrder,
    CompleteWorkOrder,
    GoToWorkOrder,
    GrantPermit,
    StartWorkOrder,
    TickStep,
)
from data_sources.query import Query
from data_sources.source import Source

Row = Mapping[str, Any]

FOUND: Final = (
    ("no_defect", "Nothing found"), ("wear", "Worn parts"), ("corrosion", "Rust"), ("damage", "Damage from outside"),
)  # fmt: skip


class FieldDay:
    """The orders and shifts of one demo.

    Args:
        rng: draws.
        settings: how fast things happen.
    """

    def __init__(self, rng: np.random.Generator, settings: SimulatorSettings) -> None:
        """Nobody was looked at yet."""
        self._rng, self._settings = rng, settings
        self._looked_at: dt.datetime | None = None

    def orders(self, source: Source, utility_id: int, now: dt.datetime) -> list[Order]:
        """Commands whose time has come; asks the database every few steps only."""
        every = self._settings.field_look_s
        if self._looked_at is not None and (now - self._looked_at).total_seconds() < every:
            return []
        self._looked_at = now
        rows = source.fetch(Query.of("sim_field", utility_id=utility_id, now=now)).to_pylist()
        room = max(int(self._settings.max_field_share * len(rows)), 1) - sum(r["at_order_id"] is not None for r in rows)
        return [Order(one) for one in self._all(rows, room, now)]

    def _all(self, rows: list[Row], room: int, now: dt.datetime) -> Iterator[Any]:
        taken: set[int] = set()
        for row in rows:
            if row["at_order_id"] is not None:
                yield from self._at_order(row, now)
            elif row["status"] == "off_shift":
                if row["is_in_shift"]:
                    yield StartShift(crew_id=row["crew_id"])
            elif row["is_in_shift"] is False and not row["is_called_out"]:
                yield EndShift(crew_id=row["crew_id"])
            elif row["is_in_shift"] and row["status"] == "available" and room > 0:
                step = self._next(row, taken, now)
                room -= bool(step)
                yield from step

    def _next(self, row: Row, taken: set[int], now: dt.datetime) -> list[Any]:
        """Go to what is next in the queue; a crew without a queue takes what waits and is due."""
        if self._rng.random() > self._settings.field_look_s / self._settings.field_interval_s:
            return []
        if row["next_order_id"] is not None:
            return [GoToWorkOrder(work_order_id=row["next_order_id"])]
        number = row["waiting_order_id"]
        if number is None or number in taken:
            return []
        taken.add(number)
        start = now.replace(second=0, microsecond=0)
        end = start + dt.timedelta(hours=row["waiting_hours"])
        times = {"planned_start_at": start, "planned_end_at": end}
        return [AssignWorkOrder(work_order_id=number, crew_id=row["crew_id"], **times)]

    def _at_order(self, row: Row, now: dt.datetime) -> Iterator[Any]:
        """Drive, then work; what must be granted or ticked off before is."""
        number, waited = row["at_order_id"], (now - row["since"]).total_seconds()
        if row["status"] == "en_route" and waited >= self._settings.field_drive_s:
            for place in _missing(row["permits"]):
                yield GrantPermit(work_order_id=number, permit=place)
            yield StartWorkOrder(work_order_id=number)
        elif row["status"] == "working" and waited >= self._settings.field_work_s:
            for place in _missing(row["checklist"]):
                yield TickStep(work_order_id=number, step=place)
            yield self._complete(row)

    def _complete(self, row: Row) -> CompleteWorkOrder:
        is_look = row["work_type"] == "inspection"
        code, text = FOUND[int(self._rng.choice(4, p=(0.8, 0.1, 0.05, 0.05) if is_look else (0.0, 0.5, 0.3, 0.2)))]
        hours = float(row["estimated_hours"] or 1.0) * row["members"] * float(np.exp(self._rng.normal(0, 0.3)))
        values = {"found_code": code, "found": text, "labour_hours": round(hours, 1)}
        return CompleteWorkOrder.of(work_order_id=row["at_order_id"], **values)


def _missing(steps: str) -> list[int]:
    """Numbers of required steps that are not done."""
    return [
        place for place, one in enumerate(json.loads(steps), 1) if one.get("is_required") and not one.get("done_at")
    ]
