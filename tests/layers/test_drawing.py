"""What lies around a view is drawn ahead, once the hand rests and while no worker is wanted elsewhere."""

from __future__ import annotations

import pytest

from layers.drawing import BUSY_S, Drawing, Wish, Workers
from layers.image.mosaic import Mosaic
from layers.image.renderer import Renderer
from layers.snapshot import Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.image.test_composite import Still
from tests.layers.test_map import Later


class Hand:
    """A session that looks at views, with a clock of its own."""

    def __init__(self, town: Snapshot) -> None:
        self.clock_s, self.workers, self.shown = 0.0, Later(), list[Mosaic]()
        self.renderer = Renderer(Still(town))  # type: ignore[arg-type]
        self.drawing = Drawing(Workers(self.workers, self.workers, self.workers), self.show, lambda: self.clock_s)

    def show(self, _wish: Wish, found: Mosaic | str) -> None:
        assert isinstance(found, Mosaic)
        self.shown.append(found)

    def look_at(self, view: Viewport) -> Wish:
        wish = Wish(self.renderer, view, MapStyle(), MapFilters())
        self.drawing.ask(wish, None)
        self.workers.run()
        return wish


@pytest.fixture
def hand(town: Snapshot) -> Hand:
    return Hand(town)


def test_a_hand_that_rests_gets_what_lies_around(hand: Hand, whole: Viewport) -> None:
    wish = hand.look_at(whole.zoomed(4))
    hand.drawing.ask_around(wish, hand.shown[-1], None)
    hand.workers.run()
    assert hand.shown[-1].has_surroundings
    assert set(hand.shown[0].pieces) < set(hand.shown[-1].pieces)


def test_a_hand_that_moves_on_leaves_it(hand: Hand, whole: Viewport) -> None:
    wish = hand.look_at(whole.zoomed(4))
    hand.drawing.ask_around(wish, hand.shown[-1], None)
    hand.drawing.ask(Wish(hand.renderer, whole.zoomed(5), MapStyle(), MapFilters()), None)
    hand.workers.run()
    assert [mosaic.has_surroundings for mosaic in hand.shown] == [False, False]


def test_workers_who_come_late_serve_others_first(hand: Hand, whole: Viewport) -> None:
    wish = hand.look_at(whole.zoomed(4))
    hand.drawing.ask_around(wish, hand.shown[-1], None)
    hand.clock_s += 2 * BUSY_S
    hand.workers.waiting.pop(0)()
    assert len(hand.shown) == 1
    hand.workers.run()
    assert hand.shown[-1].has_surroundings
