"""What closed pages leave behind is given back once in a while, and what was there at the start is not looked at again."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from panel.io import document as panel_document

from app.server import garbage
from app.server.garbage import THRESHOLDS, Collections


class Page:
    """Something that only a collection gives back."""

    def __init__(self) -> None:
        self.itself = self


def closed_page() -> weakref.ref[Page]:
    return weakref.ref(Page())


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collections]:
    monkeypatch.setattr(panel_document, "_garbage_collect", panel_document._garbage_collect)
    before = gc.get_threshold()
    yield Collections()
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_there_at_the_start_is_left_out(collections: Collections) -> None:
    frozen, page = gc.get_freeze_count(), closed_page()
    collections.start()
    assert page() is None  # but not what is left behind already
    assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() == THRESHOLDS


def test_closed_pages_are_given_back(collections: Collections, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "EVERY_S", 0.0)
    collections.start()
    page = closed_page()
    panel_document._garbage_collect()  # as Panel does when a session ended
    assert page() is None


def test_a_second_collection_waits_until_its_time_has_come(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "EVERY_S", 0.5)
    collections.start()
    page = closed_page()

    async def closing() -> bool:
        panel_document._garbage_collect()
        panel_document._garbage_collect()  # of another page that is closed meanwhile
        there_at_first = page() is not None
        for _ in range(200):
            if page() is None:
                break
            await asyncio.sleep(0.05)
        return there_at_first

    assert asyncio.run(closing())
    assert page() is None
