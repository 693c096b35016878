"""Pages that lost the server come back one behind the other."""

from __future__ import annotations

import itertools
import json

from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application

from app.server.alive import LONGEST_S, SPACING_S, AliveHandler, WaitingLine


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_hundred_pages_each_have_a_moment_of_their_own() -> None:
    line = WaitingLine(Clock())
    waits = [line.take_place() for _ in range(100)]
    assert waits[0] == 0
    steps = [later - earlier for earlier, later in itertools.pairwise(waits)]
    assert all(abs(step - SPACING_S) < 1e-6 for step in steps)
    assert waits[-1] <= LONGEST_S


def test_as_many_pages_as_a_control_room_has_are_back_within_ten_seconds() -> None:
    line = WaitingLine(Clock())
    assert max(line.take_place() for _ in range(30)) < 10


def test_nobody_waits_for_all_who_ever_asked() -> None:
    line = WaitingLine(Clock())
    assert max(line.take_place() for _ in range(10_000)) == LONGEST_S


def test_who_comes_after_the_others_are_in_waits_for_nobody() -> None:
    clock = Clock()
    line = WaitingLine(clock)
    for _ in range(10):
        line.take_place()
    clock.now += 10 * SPACING_S
    assert line.take_place() < 1e-9


class AliveTest(AsyncHTTPTestCase):
    def get_app(self) -> Application:
        return Application([(r"/(?:app/)?alive", AliveHandler, {"line": WaitingLine(Clock())})])

    def test_it_gives_places_and_is_never_kept(self) -> None:
        first, second = self.fetch("/alive"), self.fetch("/app/alive")
        assert [json.loads(answer.body)["wait_ms"] for answer in (first, second)] == [0, round(1000 * SPACING_S)]
        assert first.headers["Cache-Control"] == "no-store"

    def test_who_only_asks_whether_it_runs_takes_no_place(self) -> None:
        assert self.fetch("/alive", method="HEAD").code == 200
        assert json.loads(self.fetch("/alive").body)["wait_ms"] == 0

    def test_strangers_are_told_nothing(self) -> None:
        assert self.fetch("/alive", headers={"Host": "evil.example"}).code == 403
