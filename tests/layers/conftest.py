from __future__ import annotations

import numpy as np
import pytest

from layers.detail import MARK_METRES_PER_PIXEL
from layers.snapshot import Snapshot
from layers.viewport import Viewport, around
from tests.layers.network import snapshot


@pytest.fixture(scope="package")
def town() -> Snapshot:
    return snapshot()


@pytest.fixture(scope="package")
def whole(town: Snapshot) -> Viewport:
    return around(town.extent, (640, 400))


@pytest.fixture(scope="package")
def near(town: Snapshot, whole: Viewport) -> Viewport:
    """The whole town on a screen so large that its marks have room."""
    times = int(np.ceil(whole.metres_per_pixel / MARK_METRES_PER_PIXEL)) + 1
    return around(town.extent, (640 * times, 400 * times))
