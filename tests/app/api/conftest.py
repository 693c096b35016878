"""One hand-made utility on one server for all tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.app.api.rows import load_rows
from tests.app.api.server import Runtime, running
from tests.conftest import CopyOf


@pytest.fixture(scope="session")
def rest(copy_of: CopyOf, empty_template: str) -> Iterator[tuple[str, Runtime]]:
    """Address and runtime of a server over the hand-made utility; nobody writes to it."""
    with copy_of(empty_template) as source:
        load_rows(source)
        with running(source) as (address, runtime):
            yield address, runtime


@pytest.fixture
def client(rest: tuple[str, Runtime]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=rest[0]) as client:
        yield client
