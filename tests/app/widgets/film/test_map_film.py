"""A film's time bar plays only where there is a film and while it is seen; it goes to no frame that there is not."""

from __future__ import annotations

import pyarrow as pa

from app.state import AppState
from app.tab import Tab
from app.widgets.film.map_film import StepFilm
from tests.app.looping import Session


class Watched:
    """A film of three frames, in a tab that is seen, on a page that is there."""

    def __init__(self) -> None:
        session = Session(pa.table({"utility_id": [1]}))
        self.tab = Tab(state=AppState(), sources=session.sources, feed=session.versions, loop=session.loop)
        self.tab.is_shown = True
        self.asked: list[int] = []
        self.arrived: list[int] = []
        self.film = StepFilm(self.tab, self.asked.append, self.arrived.append)
        self.tell("hello", 1)

    def tell(self, name: str, value: object) -> None:
        self.film.player._handle_msg({name: value})


def test_it_plays_only_a_film_and_only_while_it_is_seen() -> None:
    watched = Watched()
    player = watched.film.player
    watched.tell("play", True)
    assert not player.is_playing, "there is none yet"
    watched.film.open(["a", "b", "c"])
    watched.tell("play", True)
    assert (player.is_playing, player.is_active) == (True, True)
    watched.tab.is_shown = False
    assert (player.is_playing, player.is_active) == (False, False)


def test_a_frame_that_is_not_there_is_not_gone_to() -> None:
    watched = Watched()
    watched.film.wind(1)
    watched.film.open(["a", "b", "c"])
    watched.tell("index", 9)
    watched.tell("index", "two")
    assert watched.asked == [9], "whoever has the film says what is gone to"
    watched.film.go(9)
    assert (watched.film.frame, watched.film.player.index, watched.film.player.shown) == (2, 2, 2)
    watched.film.go(-1)
    assert watched.arrived == [2, 0]
    watched.film.close()
    assert (watched.film.last, watched.film.player.is_ready) == (0, False)


def test_the_address_follows_at_once_but_while_it_plays() -> None:
    watched = Watched()
    watched.film.open(["a", "b", "c"])
    assert watched.film.is_address_due()
    watched.tell("play", True)
    assert not watched.film.is_address_due()
    assert watched.film.is_address_due(is_now=True)
