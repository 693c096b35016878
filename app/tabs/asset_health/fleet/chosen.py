"""Which assets of a fleet are shown, before any brush. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_sources.fleet import Fleet
from layers.colours.scales import HEALTH, UNKNOWN
from layers.fleet.quantities import PLACES

LACKING: Final = {"age": "part_age", "condition": "part_condition", "loading": "part_loading"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen over the list; "all" leaves nothing out.

    Attributes:
        kind: "assets" (transformers and poles), or one of FLEET_KINDS.
        band: of health: a band of `scales.HEALTH`, or "unknown".
        lacks: what is not known: a key of LACKING.
        feeders: ids of the feeders looked at; None for the whole utility.
    """

    kind: Any = "assets"
    band: str = "all"
    lacks: str = "all"
    feeders: frozenset[int] | None = None

    def mask(self, fleet: Fleet) -> NDArray[np.bool_]:
        """Which rows are shown, bool (n,)."""
        shown = fleet.is_of(*(PLACES if self.kind == "assets" else (self.kind,)))
        if self.band != "all":
            band = (*HEALTH.names, UNKNOWN).index(self.band)
            shown &= HEALTH.band(fleet.numbers["health_score"]) == band
        if self.lacks != "all":
            shown &= np.isnan(fleet.numbers[LACKING[self.lacks]])
        if self.feeders is not None:
            shown &= np.isin(fleet.feeder_id, list(self.feeders))
        return shown
