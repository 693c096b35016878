"""Meters and customers that tell, and a prediction service that looks at a clock that is set, in a town of two feeders.

Feeder 1 of `load_town`: breaker 1 on the way to node 2, recloser 2 to node 5, switch 3 to node 7, laterals at nodes
2 … 8 with fuse 100 + n + 20 and transformers n + 20 and n + 40 of four meters each (10 x transformer + 0 … 3):

    1 ─B─ 2 ── 3 ── 4 ─R─ 5 ── 6 ─S─ 7 ── 8 ── 9
          122  123  124   125  126   127  128          fuses; behind 122: transformers 22 and 42
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError
from data_sources.postgres.source import PostgresSource
from data_sources.prediction.rules import PredictionRules
from data_sources.services.predictions import Predictions
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import AT
from tests.handmade import insert

MARIA = Principal("maria", "operator")
FAR = range(2)


def meters_at(*transformers: int) -> list[int]:
    """Ids of the meters of transformers."""
    return [10 * unit + k for unit in transformers for k in range(4)]


class Night:
    """What goes on in the town, from `AT` on."""

    def __init__(self, source: PostgresSource, rules: PredictionRules | None = None) -> None:
        self.source, self.now = source, AT
        self.service = Predictions(source, rules or PredictionRules())

    def later(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    def say(
        self, meters: Iterable[int], kind: str = "last_gasp", sent_at: dt.datetime | None = None, *, utility_id: int = 1
    ) -> None:  # fmt: skip
        """Messages of meters, that arrive now."""
        if not (meters := list(meters)):
            return
        insert(self.source, "meter_messages", [
            {"utility_id": utility_id, "meter_id": meter, "kind": kind, "sent_at": sent_at or self.now,
             "received_at": self.now, "is_simulated": False}
            for meter in meters
        ])  # fmt: skip

    def call(self, meter: int, **values: Any) -> None:
        """A customer who calls now."""
        insert(self.source, "trouble_calls", [
            {"utility_id": 1, "customer_id": meter, "meter_id": meter, "transformer_id": meter // 10, "lon": -95.4,
             "lat": 29.7, "called_at": self.now, "symptom": "no_supply", "callback": "none", "taken_by": "maria",
             "version": 1, "is_simulated": False, **values}
        ])  # fmt: skip

    def look(self, seconds: float = 1) -> str:
        """The service looks after some seconds."""
        self.later(seconds)
        said = self.service.run(self.now)
        check_counts(self.source)
        return said

    def give(self, command: Command, by: Principal = MARIA) -> int:
        (outcome,) = Commands(self.source).run_all([Order(command)], by=by, now=self.now)
        if isinstance(outcome, CommandError):
            raise outcome
        return outcome.target.id

    def outages(self, columns: str = "outage_id, state, device_id, transformer_id, meter_id") -> list[tuple[Any, ...]]:
        return rows(self.source, f"SELECT {columns} FROM flux.outages ORDER BY outage_id")

    def asked(self) -> list[int]:
        """Meters of the open questions."""
        found = rows(self.source, "SELECT meter_id FROM flux.meter_pings WHERE answered_at IS NULL ORDER BY 1")
        return [meter for (meter,) in found]

    def answer(self, kind: str) -> int:
        """Every open question is answered alike; how many there were."""
        asked = self.asked()
        self.say(asked, kind)
        return len(asked)

    def audit(self) -> list[tuple[Any, ...]]:
        """What was done or tried, by whom."""
        return rows(
            self.source, "SELECT action, actor, outcome FROM flux.audit WHERE target_kind IS NOT NULL ORDER BY 1"
        )


FUSE_122 = meters_at(22, 42)
BEHIND_RECLOSER = meters_at(25, 45, 26, 46, 27, 47, 28, 48)
