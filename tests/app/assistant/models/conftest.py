from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.assistant.tools import Catalogue
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from tests.fakemodels.server import FakeModels, running_models


@pytest.fixture
def models() -> Iterator[FakeModels]:
    with running_models() as server:
        yield server


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return catalogue_of(BUILT_IN)
