"""What the reader of a list of outages makes: rows, each a group of customers with an interruption of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.reliability.interruptions import Bools, Floats, Instants, Interruptions, Ints
from data_sources.importers.outages.same_outage import numbers_of
from data_sources.network.rows import Texts
from data_sources.studies.reliability.record import OutageRecord, coded


@dataclass(frozen=True, slots=True, eq=False)
class ListedOutages:
    """Rows of one length, in the order of the file; texts are empty where the file has none.

    Attributes:
        outage: what the file calls the outage, shape (n,).
        step: what it calls the step of restoration, likewise.
        started_at: datetime64[s], UTC, likewise.
        minutes: of interruption, likewise.
        customers: interrupted, likewise.
        kva: interrupted; NaN where nobody says, likewise.
        customer: who, in a list of single customers, likewise.
        cause: likewise.
        circuit: likewise.
        substation: likewise.
        device: likewise.
        is_planned: likewise.
        is_loss_of_supply: likewise.
        lat: degrees or NaN, likewise.
        lon: degrees or NaN, likewise.
        line: of the file, likewise.
    """

    outage: Texts
    step: Texts
    started_at: Instants
    minutes: Floats
    customers: Floats
    kva: Floats
    customer: Texts
    cause: Texts
    circuit: Texts
    substation: Texts
    device: Texts
    is_planned: Bools
    is_loss_of_supply: Bools
    lat: Floats
    lon: Floats
    line: Ints

    def __len__(self) -> int:
        """How many rows."""
        return len(self.line)

    def take(self, chosen: Bools) -> ListedOutages:
        """Some of the rows."""
        return ListedOutages(**{name: getattr(self, name)[chosen] for name in self.__slots__})

    def record(self, time_zone: str) -> OutageRecord:
        """As reports take it.

        Args:
            time_zone: whose days and years count.
        """
        labels = {"circuit": self.circuit, "substation": self.substation, "cause": self.cause}
        known = {name: coded(texts) for name, texts in labels.items() if (texts != "").any()}
        return OutageRecord(self.interruptions(), self.numbers(), known, time_zone)

    def numbers(self) -> Ints:
        """Which rows are one outage, numbered from 0, shape (rows,)."""
        return numbers_of(self.outage, self.step, self.started_at, self.minutes)

    def interruptions(self) -> Interruptions:
        """As the engine takes them; momentary ones belong together by device, or by circuit where none is named."""
        device = np.where(self.device != "", self.device, self.circuit)
        codes = coded(device)[1] if len(device) and (device != "").all() else None
        kva = None if np.isnan(self.kva).all() else self.kva
        return Interruptions(
            self.started_at, self.minutes, self.customers, kva, codes, self.is_planned, self.is_loss_of_supply
        )
