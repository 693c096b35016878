"""Interruptions as rows: a group of customers that lost supply together and got it back together.

An outage that is restored in steps is as many rows as it has steps, each with its own duration, so that sustained and
momentary are told by each customer's own interruption (IEEE Std 1366-2022, 3: momentary is five minutes or less).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Instants = NDArray[np.datetime64]

MOMENTARY_MINUTES: Final = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Interruptions:
    """Rows of one length.

    Attributes:
        started_at: when the group lost supply, datetime64[s] in UTC, shape (n,).
        minutes: how long it had none, shape (n,).
        customers: how many they are, shape (n,).
        kva: their connected load; None where nobody knows it, shape (n,).
        device: number of the device that interrupted them, or of the circuit where no device is known: momentary
            interruptions by one device belong together; None where nobody knows either, shape (n,).
        is_planned: whether the utility had announced it; None counts as no, shape (n,).
        is_loss_of_supply: whether it began above the distribution system; None counts as no, shape (n,).

    Raises:
        ValueError: lengths differ, or a duration or count is negative or not a number.
    """

    started_at: Instants
    minutes: Floats
    customers: Floats
    kva: Floats | None = None
    device: Ints | None = None
    is_planned: Bools | None = None
    is_loss_of_supply: Bools | None = None

    def __post_init__(self) -> None:
        """Refuse what would make every sum wrong without a word."""
        optional = (self.kva, self.device, self.is_planned, self.is_loss_of_supply)
        if any(column is not None and len(column) != len(self) for column in (self.minutes, self.customers, *optional)):
            raise ValueError("Columns of interruptions must have one length.")
        for name in ("minutes", "customers"):
            values = getattr(self, name)
            if len(values) and not (np.isfinite(values).all() and values.min() >= 0):
                raise ValueError(f"{name} of interruptions must be numbers of zero or more.")

    def __len__(self) -> int:
        """How many rows."""
        return len(self.started_at)

    @property
    def is_sustained(self) -> Bools:
        """Which lasted longer than five minutes."""
        return self.minutes > MOMENTARY_MINUTES

    def take(self, rows: Bools) -> Interruptions:
        """Some of the rows."""
        optional = (self.kva, self.device, self.is_planned, self.is_loss_of_supply)
        chosen = (None if column is None else column[rows] for column in optional)
        return Interruptions(self.started_at[rows], self.minutes[rows], self.customers[rows], *chosen)  # type: ignore[arg-type]
