"""An outage, a crew, and what a step changed of them. Pure: no database, no clock.

Things are named by their row in the network's tables; ids appear only where rows are written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from data_sources.network.rows import Ints

CrewStatus = Literal["available", "assigned", "en_route", "working", "off_shift"]

TRUNK_KINDS = ("breaker", "recloser")


@dataclass(eq=False, slots=True)
class Crew:
    """A field crew and the outage it works on."""

    crew_id: int
    name: str
    kind: str
    status: CrewStatus
    lon: float
    lat: float
    outage: Outage | None = None
    since: dt.datetime | None = None
    is_called_out: bool = False


@dataclass(eq=False, slots=True)
class Outage:
    """An outage in the making, or one that lasts.

    Attributes:
        feeder: row of the feeder it is counted for.
        device: row of the device that opened, or -1.
        transformer: row of the transformer that failed, or -1.
        fault_segment: row of the faulted segment, or -1.
        stepped_at: when `customers_out` last changed; customer minutes are accrued up to then.
        owned: rows of the transformers that lost supply in it and have not got it back.
        outage_id: its row; 0 before it is written.
        switched: devices moved since, to isolate and to feed from elsewhere: id to is_open.
        is_repaired: the failed transformer is back in service.
    """

    feeder: int
    device: int
    transformer: int
    fault_segment: int
    started_at: dt.datetime
    stepped_at: dt.datetime
    estimated_at: dt.datetime | None
    cause: str
    lon: float
    lat: float
    owned: Ints
    customers_interrupted: int
    customers_out: int
    customer_minutes: float = 0.0
    restored_at: dt.datetime | None = None
    outage_id: int = 0
    crew: Crew | None = None
    switched: dict[int, bool] = field(default_factory=dict)
    is_underground: bool = False
    is_repaired: bool = False

    def step(self, customers_out: int, now: dt.datetime) -> None:
        """Accrue customer minutes (IEEE 1366 CMI) up to now, from when on `customers_out` are out.

        A clock that was set back does not undo minutes: time stands still until it has caught up.
        """
        now = max(now, self.stepped_at)
        self.customer_minutes += self.customers_out * (now - self.stepped_at).total_seconds() / 60
        self.customers_out, self.stepped_at = customers_out, now
        if customers_out == 0:
            self.restored_at = now


@dataclass(frozen=True, slots=True)
class Restored:
    """Transformers of an outage that just got supply again, while it may go on: their rows, and who feeds them now."""

    outage: Outage
    transformers: Ints
    fed_by: Ints
    at: dt.datetime

    @property
    def seconds_dark(self) -> float:
        """How long they had none."""
        return (self.at - self.outage.started_at).total_seconds()


@dataclass(slots=True)
class Changes:
    """What one step did and the database must be told."""

    devices: dict[int, bool] = field(default_factory=dict)
    outages: list[Outage] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    restored: list[Restored] = field(default_factory=list)

    @property
    def steps(self) -> list[Restored]:
        """What came back before its outage was over."""
        return [one for one in self.restored if one.outage.restored_at is None]

    def touch(self, outage: Outage) -> None:
        """The outage's row changed."""
        if outage not in self.outages:
            self.outages.append(outage)

    def touch_crew(self, crew: Crew) -> None:
        """The crew's row changed."""
        if crew not in self.crews:
            self.crews.append(crew)

    @property
    def is_transition(self) -> bool:
        """Whether more than a crew's place changed."""
        return bool(self.devices or self.outages)
