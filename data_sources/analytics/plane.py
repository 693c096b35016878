"""Places in kilometres on a plane."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METRES_PER_DEGREE: Final = 111_320.0


def plane_km(lon: Floats, lat: Floats, middle: float | None = None) -> tuple[Floats, Floats]:
    """(east, north) of places in kilometres, on a plane that is true near a latitude.

    Args:
        lon: degrees.
        lat: degrees.
        middle: that latitude, degrees; the mean of the places by default. Places of several calls lie on one plane
            where they are given the same.
    """
    if middle is None:
        middle = float(np.mean(lat)) if len(lat) else 0.0
    scale = METRES_PER_DEGREE / 1000
    return np.asarray(lon) * np.cos(np.radians(middle)) * scale, np.asarray(lat) * scale
