"""MapFilm, StepFilm: a map that is a film: its time bar, the picture of the frame wanted, what is seen of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, Final

import panel as pn

from app.living import Living
from app.widgets.film.time_player import SPEEDS, TimePlayer
from layers.map import GridMap

ADDRESS_SECONDS: Final = 1.0  # how often the address follows while playing


class MapFilm:
    """A film's time bar, which plays only while its view is seen.

    Args:
        host: the view it is part of, and ends with; it tells whether the film is seen.
        asked: takes the frame that a person goes to.
        greeted: called when the bar is on the page; only from then on is seen what is set.
        played: called when a person lets it play, or stops it.
        other: takes the name and the value of what else the bar tells.
        bar: params of the bar.

    Attributes:
        player: the bar.
        is_greeted: whether it is on the page.
    """

    def __init__(
        self, host: Living, asked: Callable[[int], None], greeted: Callable[[], None],
        played: Callable[[], None] = lambda: None, other: Callable[[str, Any], None] = lambda _name, _value: None,
        **bar: Any,
    ) -> None:  # fmt: skip
        """Nothing is shown."""
        self._host, self._asked, self._on_greeted, self._played, self._other = host, asked, greeted, played, other
        self.is_greeted = False
        self._addressed_at = -math.inf
        self.player = TimePlayer(self._told, **bar)
        host.watch(self._set_active, host, "is_shown")

    def stop(self) -> None:
        """Play no longer."""
        if self.player.is_playing:
            self.player.is_playing = False

    def is_address_due(self, *, is_now: bool = False) -> bool:
        """Whether the address follows the film now: while it plays not with every frame."""
        now = time.monotonic()
        is_due = is_now or not self.player.is_playing or now - self._addressed_at >= ADDRESS_SECONDS
        if is_due:
            self._addressed_at = now
        return is_due

    def _told(self, name: str, value: Any) -> None:
        if name == "hello":
            pn.state.onload(self._greet)
        elif name == "index" and isinstance(value, int):
            self._asked(value)
        elif name == "play":
            self.player.is_playing = bool(value) and self.player.is_ready
            self._played()
        elif name == "speed" and value in SPEEDS:
            self.player.speed = value
        else:
            self._other(name, value)

    def _greet(self) -> None:
        """Only now is what is set seen: Panel drops changes made before the page says that it is ready."""
        self.is_greeted = True
        self._set_active()
        self._on_greeted()

    def _set_active(self) -> None:
        is_active = self._host.is_shown and self.is_greeted
        if not is_active:
            self.stop()
        if self.player.is_active != is_active:
            self.player.is_active = is_active


class StepFilm(MapFilm):
    """A film whose pictures are the steps of a map's style; the bar follows the picture that is on the map.

    Args:
        host: the view it is part of, and ends with; it tells whether the film is seen.
        asked: takes the frame that a person goes to.
        arrived: takes the frame that has come onto the map.
        played: called when a person lets it play, or stops it.
        bar: params of the bar.

    Attributes:
        frame: the frame wanted.
        last: the last frame there is.
    """

    def __init__(
        self, host: Living, asked: Callable[[int], None], arrived: Callable[[int], None] = lambda _frame: None,
        played: Callable[[], None] = lambda: None, **bar: Any,
    ) -> None:  # fmt: skip
        """Nothing is shown."""
        super().__init__(host, asked, self._tell_again, played, **bar)
        self._on_arrived = arrived
        self._step_of: Callable[[int], int] = int
        self._grid: GridMap | None = None
        self.frame = 0

    @property
    def last(self) -> int:
        """Number of the last frame."""
        return max(len(self.player.labels) - 1, 0)

    def attach(self, grid: GridMap) -> None:
        """Put the pictures on this map."""
        self._grid = grid
        if grid.style.step != (step := self._step_of(self.frame)):
            grid.set_style(step=step)
        self._host.watch(self._drawn, grid, "step", onlychanged=False)

    def wind(self, frame: int, step_of: Callable[[int], int] = int) -> None:
        """Before the map is given other pictures: let the first be that of a frame.

        Args:
            frame: its number.
            step_of: a frame's step of the map's style; several frames that look the same have one.
        """
        self.frame, self._step_of = frame, step_of
        if self._grid is not None:
            self._grid.set_style(step=step_of(frame))

    def open(self, labels: list[str], **bar: Any) -> None:
        """Show the bar of a film, at the frame that it was wound to."""
        self.player.param.update(labels=labels, index=self.frame, shown=self.frame, is_ready=True, **bar)

    def close(self) -> None:
        """There is no film."""
        self.frame, self._step_of = 0, int
        self.player.param.update(labels=[], marks=[], curve=[], index=0, shown=0, is_ready=False)

    def go(self, frame: int) -> None:
        """Ask for the picture of a frame; where it looks like the one on the map, none is drawn or sent."""
        self.frame = self.player.index = min(max(frame, 0), self.last)
        grid, step = self._grid, self._step_of(self.frame)
        if grid is None or (grid.step == step and grid.style.step == step):
            self._arrived()
        else:
            grid.set_style(step=step)

    def _drawn(self) -> None:
        """A picture is on the map: the time bar follows it where it is the one wanted."""
        grid, player = self._grid, self.player
        if not player.is_ready or grid is None or player.shown == self.frame:
            return
        if grid.step == self._step_of(self.frame):
            self._arrived()

    def _arrived(self) -> None:
        with pn.io.hold():
            self._on_arrived(self.frame)
            if self.player.shown == self.frame:
                self.player.param.trigger("shown")
            else:
                self.player.shown = self.frame

    def _tell_again(self) -> None:
        if self.player.is_ready:
            self.player.param.trigger("labels", "marks", "curve", "shown")
