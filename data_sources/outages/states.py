"""An outage, a crew, and who lost supply when. Pure: no database, no clock.

Things are named by their row in the network's tables; ids appear only where rows are written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from data_sources.network.rows import Ints

CrewStatus = Literal["available", "assigned", "en_route", "working", "off_shift"]
OutageKind = Literal["unplanned", "planned", "loss_of_supply"]
OutageState = Literal[
    "predicted", "planned", "confirmed", "crew_assigned", "en_route", "on_site", "restored", "closed", "cancelled",
    "merged",
]  # fmt: skip
By = Literal["rule", "manual"]

TRUNK_KINDS = ("breaker", "recloser")
LASTING: Final[tuple[OutageState, ...]] = ("confirmed", "crew_assigned", "en_route", "on_site")


@dataclass(eq=False, slots=True)
class Crew:
    """A field crew and the outage it works on.

    Attributes:
        updated_at: when its row last changed.
        skills: what it can do, with commas; empty where nobody says.
    """

    crew_id: int
    name: str
    kind: str
    status: CrewStatus
    lon: float
    lat: float
    outage_id: int | None = None
    updated_at: dt.datetime | None = None
    skills: str = ""


@dataclass(eq=False, slots=True)
class Interruption:
    """Service points that lost supply in an outage at one moment, and got it back at one moment.

    Attributes:
        out_at: when they lost it.
        customers: how many.
        transformers: their rows; None where only their number is known.
        restored_at: when they got it back; None while they are out.
        fed_by: row of the feeder that feeds them since, until the outage is over; -1: not by the network (a generator),
            or nobody says.
        interruption_id: its row; 0 before it is written.
        is_changed: its row says something else.
    """

    out_at: dt.datetime
    customers: int
    transformers: Ints | None
    restored_at: dt.datetime | None = None
    fed_by: int = -1
    interruption_id: int = 0
    is_changed: bool = True


@dataclass(eq=False, slots=True)
class Outage:
    """An outage that lasts, or one in the making.

    Attributes:
        feeder: row of the feeder it is counted for.
        device: row of the device that opened, or -1.
        transformer: row of the transformer that failed, or -1.
        cause: code of the cause.
        groups: who lost supply in it, and when.
        switched: devices moved since, to isolate and to feed from elsewhere: id to is_open.
        outage_id: its row; 0 before it is written.
        version: of its row.
        crew_id: the crew that is sent to it.
        estimated_by: whether rules or a person say when it will be over; a person's word stands.
        dispatched_by: whether rules or a person decide about its crews.
        fault_segment: row of the faulted segment where it is known, or -1.
        is_repaired: the failed transformer is back in service.
        meter: row of the one meter whose service is out by itself, or -1; then no device and no transformer is named.
    """

    feeder: int
    device: int
    transformer: int
    started_at: dt.datetime
    cause: str
    lon: float
    lat: float
    state: OutageState = "confirmed"
    groups: list[Interruption] = field(default_factory=list)
    switched: dict[int, bool] = field(default_factory=dict)
    outage_id: int = 0
    version: int = 1
    crew_id: int | None = None
    estimated_at: dt.datetime | None = None
    estimated_by: By = "rule"
    dispatched_by: By = "rule"
    fault_segment: int = -1
    is_underground: bool = False
    is_repaired: bool = False
    meter: int = -1

    @property
    def owned(self) -> Ints:
        """Rows of the transformers that are out in it."""
        named = [one.transformers for one in self.groups if one.restored_at is None and one.transformers is not None]
        return np.concatenate(named) if named else np.empty(0, dtype=np.int64)

    @property
    def fed_apart(self) -> Ints:
        """Rows of the transformers that a person says have supply again, though not from the network."""
        back = [one for one in self.groups if one.restored_at is not None and one.fed_by < 0]
        named = [one.transformers for one in back if one.transformers is not None]
        return np.concatenate(named) if named else np.empty(0, dtype=np.int64)

    @property
    def customers_out(self) -> int:
        """Customers without supply in it."""
        return sum(one.customers for one in self.groups if one.restored_at is None)

    @property
    def customers_interrupted(self) -> int:
        """Customers who lost supply in it."""
        return sum(one.customers for one in self.groups)

    @property
    def is_changed(self) -> bool:
        """Whether its groups' rows say something else."""
        return any(one.is_changed for one in self.groups)
