"""Which interruptions an index is told of: all of them, or without what others report apart.

The parts are those of utilities' yearly reports (EIA-861, IEEE Std 1366-2022, 5): all in, without major event days,
planned ones and loss of supply apart, and what is left of the utility's own.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.reliability.interruptions import Bools, Interruptions

ALL_IN, WITHOUT_MAJOR = "all_in", "without_major_event_days"
PLANNED, LOSS_OF_SUPPLY, OWN = "planned", "loss_of_supply", "own_unplanned_without_major_event_days"


def parts(rows: Interruptions, is_major: Bools) -> dict[str, Bools]:
    """The rows of each part, masks of shape (rows,).

    Args:
        rows: interruptions.
        is_major: whether each began on a major event day, shape (rows,).
    """
    none = np.zeros(len(rows), np.bool_)
    planned = none if rows.is_planned is None else rows.is_planned
    supply = none if rows.is_loss_of_supply is None else rows.is_loss_of_supply
    return {
        ALL_IN: ~none,
        WITHOUT_MAJOR: ~is_major,
        PLANNED: planned,
        LOSS_OF_SUPPLY: supply,
        OWN: ~(is_major | planned | supply),
    }
