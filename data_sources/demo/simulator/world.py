"""What the simulator acts on: the rows as everybody sees them, and the truth that nobody else knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Crew, Outage


@dataclass(eq=False, slots=True)
class TrueFault:
    """A fault as it really is.

    Attributes:
        device: row of the device that clears it, or -1.
        transformer: row of the transformer that failed, or -1.
        segment: row of the segment where it is, or -1.
        is_temporary: it clears by itself; the device closes again at `ends_at`.
        dispatch_at: from when on a crew may be sent; None: a person decides.
        switch_at: when partial restoration is tried (None: not, or done).
        ends_at: when the repair is done (None before a crew is at work).
        cleared_at: when it was gone.
        outage_id: the outage that it causes; None while it causes none.
        fault_id: its row; 0 before it is written.
    """

    device: int
    transformer: int
    segment: int
    struck_at: dt.datetime
    cause: str
    lon: float
    lat: float
    is_temporary: bool = False
    dispatch_at: dt.datetime | None = None
    switch_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    cleared_at: dt.datetime | None = None
    outage_id: int | None = None
    fault_id: int = 0


@dataclass(frozen=True, slots=True)
class Intent:
    """Something the simulator means to do, by a command like anybody's.

    Attributes:
        order: the command, with the version that it was decided by.
        fault: whose course it is.
        done: what follows once it is done; nothing does where it was lost, and the next step decides anew.
    """

    order: Order
    fault: TrueFault
    done: Callable[[Receipt], None] = lambda _receipt: None

    @classmethod
    def of(
        cls, command: Command, outage: Outage, fault: TrueFault, done: Callable[[Receipt], None] = lambda _receipt: None
    ) -> Intent:
        """About an outage as it was seen."""
        return cls(Order(command, outage.version), fault, done)


@dataclass(slots=True)
class World:
    """One step's picture.

    Attributes:
        state: the network, what is open and which outages last.
        crews: all of them.
        faults: those that are there.
        held: ids of the devices that a person holds.
        restored: outages that have a fault still, though everybody is back, by their number.
    """

    state: OperatingState
    crews: list[Crew]
    faults: list[TrueFault]
    held: frozenset[int] = frozenset()
    restored: dict[int, Outage] = field(default_factory=dict)

    def works(self) -> Iterator[tuple[Outage, TrueFault]]:
        """Every outage that has a fault, and its fault."""
        by_id = self.restored | {outage.outage_id: outage for outage in self.state.outages}
        for fault in self.faults:
            if (outage := by_id.get(fault.outage_id or 0)) is not None:
                yield outage, fault
