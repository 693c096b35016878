from __future__ import annotations

import pytest

from layers.map_frames import Snapshot
from layers.viewport import Viewport, around
from tests.layers.network import snapshot


@pytest.fixture(scope="package")
def town() -> Snapshot:
    return snapshot()


@pytest.fixture(scope="package")
def whole(town: Snapshot) -> Viewport:
    return around(town.extent, (640, 400))
