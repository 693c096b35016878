"""What the simulator acts on: the rows as everybody sees them, and the truth that nobody else knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.network.rows import Ints
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
        outage_id: the outage that it causes, or that is presumed of it; None while there is none.
        fault_id: its row; 0 before it is written.
        is_hidden: what cleared it has no telemetry: it is known by messages, or found by somebody.
        is_nothing: there is no fault: an outage was presumed, and nobody is out.
        noticed_at: when those behind it lost patience, and more of them called.
        presumed_at: when an outage at its very place was first presumed.
        is_right_first: whether what was presumed was at its very place when it was confirmed; None: nobody presumed it.
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
    is_hidden: bool = False
    is_nothing: bool = False
    noticed_at: dt.datetime | None = None
    presumed_at: dt.datetime | None = None
    is_right_first: bool | None = None

    def is_at(self, outage: Outage) -> bool:
        """Whether an outage is just where it is; a fault that was reported is where it was reported."""
        if self.is_nothing:
            return False
        return not self.is_hidden or (outage.device, outage.transformer) == (self.device, self.transformer)


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
        presumed: outages that nobody has confirmed.
        reaches: what is behind places that were asked for, by device and transformer; kept from step to step.
    """

    state: OperatingState
    crews: list[Crew]
    faults: list[TrueFault]
    held: frozenset[int] = frozenset()
    restored: dict[int, Outage] = field(default_factory=dict)
    presumed: list[Outage] = field(default_factory=list)
    reaches: dict[tuple[int, int], Ints] = field(default_factory=dict)

    def works(self) -> Iterator[tuple[Outage, TrueFault]]:
        """Every outage that has a fault, and its fault; those left out that are only presumed."""
        by_id = self.restored | {outage.outage_id: outage for outage in self.state.outages}
        return self._works(by_id)

    def presumed_works(self) -> Iterator[tuple[Outage, TrueFault]]:
        """Every outage that is only presumed, and what is really there."""
        return self._works({outage.outage_id: outage for outage in self.presumed})

    def reach(self, of: TrueFault | Outage) -> Ints:
        """Rows of the transformers that a fault leaves, or an outage would leave, dark in the network as built."""
        if isinstance(of, TrueFault) and of.is_nothing:
            return np.empty(0, np.int64)
        if isinstance(of, Outage) and of.meter >= 0:
            return self.state.network.meter_transformer[[of.meter]]
        place = of.device, of.transformer
        if place not in self.reaches:
            is_one = of.transformer >= 0
            self.reaches[place] = np.array([of.transformer]) if is_one else self.state.behind_device(of.device)
        return self.reaches[place]

    def is_by_hand(self, outage: Outage) -> bool:
        """Whether somebody opened its device, or a person holds it: then no fault did."""
        device_id = int(self.state.network.devices.ids[outage.device]) if outage.device >= 0 else -1
        return outage.cause == "switching" or device_id in self.held

    def is_found(self, outage: Outage, fault: TrueFault) -> bool:
        """Whether a confirmed outage says just what is so: where the fault is, or at least who is out by it."""
        return fault.is_at(outage) or np.array_equal(np.sort(outage.owned), self.reach(fault))

    def _works(self, by_id: dict[int, Outage]) -> Iterator[tuple[Outage, TrueFault]]:
        for fault in self.faults:
            if (outage := by_id.get(fault.outage_id or 0)) is not None:
                yield outage, fault
