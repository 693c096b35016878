"""What a page is made of is looked at when pages were closed, and given back then; not again and again before."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from panel.io import document as panel_document

from app.server import garbage
from app.server.garbage import Collections


class Page:
    """Something that only a collection gives back."""

    def __init__(self) -> None:
        self.itself = self


def closed_page() -> weakref.ref[Page]:
    return weakref.ref(Page())


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collections]:
    monkeypatch.setattr(panel_document, "_garbage_collect", panel_document._garbage_collect)
    yield Collections()
    gc.unfreeze()


def test_nothing_is_left_out_before_the_start(collections: Collections) -> None:
    before = gc.get_freeze_count()
    page = closed_page()
    collections.leave_out()
    assert gc.get_freeze_count() == before
    gc.collect()
    assert page() is None


def test_a_page_that_is_left_out_is_given_back_once_pages_were_closed(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "EVERY_S", 0.0)
    collections.start()
    page = closed_page()
    collections.leave_out()
    gc.collect()
    assert page() is not None
    panel_document._garbage_collect()  # as Panel does when a session ended
    assert page() is None
    assert gc.get_freeze_count() > 0


def test_a_second_collection_waits_until_its_time_has_come(
    collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "EVERY_S", 0.5)
    collections.start()
    page = closed_page()
    collections.leave_out()

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
