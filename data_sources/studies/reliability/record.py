"""A record of interruptions with what reports group them by, wherever it came from: a file or the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from data_sources.analytics.reliability.interruptions import Bools, Floats, Interruptions, Ints
from data_sources.network.rows import Texts

Labels = tuple[list[str], Ints]  # distinct names, the place of each row's among them


@dataclass(frozen=True, slots=True, eq=False)
class OutageRecord:
    """Interruptions and their labels.

    Attributes:
        rows: the interruptions.
        outage: number of the outage each belongs to, shape (rows,).
        labels: by circuit, substation and cause, as far as they are known.
        time_zone: whose days and years count.
        served: customers served of each name, by circuit and substation, as far as they are known.
    """

    rows: Interruptions
    outage: Ints
    labels: Mapping[str, Labels]
    time_zone: str
    served: Mapping[str, Floats] = field(default_factory=dict)

    def take(self, chosen: Bools) -> OutageRecord:
        """Some of the rows; names stay as they are."""
        labels = {name: (names, codes[chosen]) for name, (names, codes) in self.labels.items()}
        return OutageRecord(self.rows.take(chosen), self.outage[chosen], labels, self.time_zone, self.served)


def coded(texts: Texts) -> Labels:
    """(distinct texts in order, the place of each among them)."""
    names, codes = np.unique(texts.astype(str), return_inverse=True)
    return names.tolist(), codes.astype(np.int64)
