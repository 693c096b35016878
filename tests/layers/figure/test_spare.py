"""Figures made ahead are new for everybody who takes one, whatever was asked for before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from bokeh.model import Model
from bokeh.models import Range1d

from layers.figure.spare import KINDS, SPARES, Spares
from layers.registry import BUILT_IN
from layers.style import MapStyle


class Later:
    """Keeps what is to be run until it is let go."""

    def __init__(self) -> None:
        self.waiting: deque[Callable[[], None]] = deque()

    def __call__(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def run(self) -> None:
        while self.waiting:
            self.waiting.popleft()()


def test_nobody_gets_a_figure_that_somebody_has() -> None:
    later = Later()
    spares = Spares(later)
    plots = []
    for turn in range(2 * SPARES + 2):
        plots.append(spares.take(BUILT_IN, MapStyle(), None))
        if turn == 0:
            later.run()
    models = [model for plot in plots for model in plot.figure.references()]
    assert len({plot.figure.id for plot in plots}) == len(plots)
    assert len({model.id for model in models}) == len(models)


def test_figures_wait_before_they_are_asked_for() -> None:
    later = Later()
    spares = Spares(later)
    spares.take(BUILT_IN, MapStyle(), None)
    later.run()
    newer = Range1d()
    assert number(spares.take(BUILT_IN, MapStyle(), None).figure) < number(newer)


def number(model: Model) -> int:
    """Models are numbered in the order in which they are made."""
    return int(model.id.removeprefix("p"))


def test_a_figure_is_of_the_style_that_was_asked_for() -> None:
    later = Later()
    spares = Spares(later)
    grounds = set()
    for _ in range(2):
        for theme in ("dark", "light"):
            plot = spares.take(BUILT_IN, MapStyle(theme=theme), None)  # type: ignore[arg-type]
            grounds.add((theme, plot.figure.border_fill_color))
            later.run()
    assert len(grounds) == 2


def test_a_kind_that_many_others_have_followed_is_made_anew() -> None:
    later = Later()
    spares = Spares(later)
    for server in [*range(KINDS + 1), 0]:
        newer = Range1d()
        plot = spares.take(BUILT_IN, MapStyle(), f"https://tiles.example/{server}/{{Z}}/{{X}}/{{Y}}.png")
        assert number(plot.figure) > number(newer)
        later.run()
