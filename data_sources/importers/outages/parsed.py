"""What the reader of a list of outages makes: rows, each a group of customers with an interruption of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from data_sources.analytics.reliability.interruptions import Bools, Floats, Instants, Interruptions, Ints
from data_sources.importers.outages.rows import so_many
from data_sources.importers.outages.same_outage import numbers_of
from data_sources.network.rows import Texts
from data_sources.studies.reliability.record import OutageRecord, coded

Refused = tuple[int | None, str, str]  # line, reason, the row's own text


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


@dataclass(slots=True)
class OutageFileReport:
    """What became of a file.

    Attributes:
        path: the file.
        rows: that stand in it.
        taken: of them.
        refused: of them, by reason.
        notes: what was assumed or left out, in sentences.
        kept_in: the file of what was refused; None where nothing was.
    """

    path: Path
    rows: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    kept_in: Path | None = None

    def sentences(self) -> list[str]:
        """For a person."""
        told = [f"{self.path.name}: {so_many(self.rows)}, {self.taken:,} taken, {self.refused.total():,} refused."]
        if self.refused:
            told.append("Refused: " + "; ".join(f"{why} ({n:,})" for why, n in self.refused.most_common()) + ".")
        if self.kept_in:
            told.append(f"What was refused is kept in {self.kept_in}.")
        return told + self.notes
