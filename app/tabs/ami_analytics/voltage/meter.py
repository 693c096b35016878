"""One meter's voltage: its course against the ranges, and the episodes it spent outside the one chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from app import formats
from app.charts.lines import Line, Lines
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.view import AmiView
from app.widgets.board import Board, box, pane
from app.widgets.column import Column
from app.widgets.data_table import table_of
from app.widgets.html import Markup, el, icon
from data_sources.analytics.ansi_c84 import SERVICE_RANGES, ServiceRange, limits_pct
from data_sources.history import voltage
from data_sources.history.scope import floats, instants
from data_sources.query import Query
from data_sources.source import Source

EPISODES = [
    Column("started_at", "From", "time"), Column("minutes", "Lasting", "duration"),
    Column("direction", "Side", "words"),
    Column("worst_pct", "Worst, % of nominal", "number", 1), Column("worst_v", "Worst, V", "number", 1),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeterVoltageWish:
    """Whose voltage is asked."""

    meter_id: int
    ground: Ground
    service_range: ServiceRange


@dataclass(frozen=True, slots=True, eq=False)
class MeterVoltageAnswer:
    """The course and the episodes."""

    course: pa.Table
    episodes: pa.Table
    query: Query


@dataclass(frozen=True, slots=True)
class MeterChoice:
    """Which meter's voltage is shown, as the view around it knows.

    Attributes:
        meter_id: the one meant now; None for none.
        is_alone: whether it was chosen above the views, so that no list stands beside it.
        name: of a meter, as far as it is known.
        ranges: the choice of the service range, for where the list does not show it.
    """

    meter_id: Callable[[], int | None]
    is_alone: Callable[[], bool]
    name: Callable[[int], str]
    ranges: Callable[[], Markup]


class MeterVoltage:
    """The board of the meter picked.

    Args:
        view: gives selections, workers and tools.
        choice: which meter is meant.
    """

    def __init__(self, view: AmiView, choice: MeterChoice) -> None:
        """Follows what is picked."""
        self._view, self._choice = view, choice
        self._answer: tuple[MeterVoltageWish, MeterVoltageAnswer] | None = None
        limits = [pct for name in SERVICE_RANGES for pct in limits_pct(name)]
        self.lines = Lines(view.tokens(), limits)
        self.episodes = table_of(EPISODES, part="episodes")
        body = box("stacked", pane(self.lines.figure), self.episodes)
        tools = view.tools(self._episodes, "voltage_episodes", self._queries, self.lines.figure)
        self.board = Board(body, "view-lower", tools)
        self.follow = Follow(
            view, self._wish, _fetch, self._show, self._tell, is_front=lambda: choice.meter_id() is not None
        )
        self.board.heading.on("range", lambda key: setattr(view.ami, "service_range", str(key)))
        self.board.heading.on("open", self._open)
        self.board.heading.on("back", lambda _value: setattr(view.ami, "picked", None))
        self.board.veil.on("retry", lambda _value: self.follow.retry())

    def name_again(self) -> None:
        """The list may know the meter's name by now."""
        if self._answer is not None:
            self._head(*self._answer)

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        self.lines.recolour(self._view.tokens())

    def _wish(self) -> MeterVoltageWish | None:
        ground, meter_id = self._view.ground, self._choice.meter_id()
        if ground is None or meter_id is None:
            return None
        return MeterVoltageWish(meter_id, ground, self._view.ami.service_range)

    def _show(self, wish: MeterVoltageWish, answer: MeterVoltageAnswer) -> None:
        self._answer = wish, answer
        course = Line("Voltage", "% of nominal", floats(answer.course["voltage_pct"]))
        self.lines.show(instants(answer.course["interval_start_at"]), [course], wish.ground.time_zone)
        self.episodes.time_zone = wish.ground.time_zone
        self.episodes.show(answer.episodes)
        self._head(wish, answer)

    def _tell(self, status: FollowStatus) -> None:
        self.board.tell(status)
        if self._answer is not None and status.stage == "ready" and not self._answer[1].course.num_rows:
            self.board.empty("No readings of this meter", "The history holds none for the period chosen.")

    def _head(self, wish: MeterVoltageWish, answer: MeterVoltageAnswer) -> None:
        outside = sum(answer.episodes["minutes"].to_pylist())
        line = (
            f"{answer.episodes.num_rows:,} × outside range {wish.service_range}, {formats.duration(outside)}"
            if answer.episodes.num_rows
            else f"within range {wish.service_range}"
        )
        open_it = el("button", "Open meter", type="button", cls="button", data_action="open")
        back = el(
            "button", icon("close"), type="button", cls="tool is-bare", data_action="back", title="Back to all meters",
            aria_label="Back to all meters",
        )  # fmt: skip
        # The bar above leads back from a meter chosen there; its list is not beside it to choose the range by.
        name = self._choice.name(wish.meter_id)
        is_alone = self._choice.is_alone()
        self.board.heading.show(name, line, *((self._choice.ranges(), open_it) if is_alone else (open_it, back)))

    def _open(self, _value: Any) -> None:
        meter_id = self._choice.meter_id()
        if meter_id is not None:
            self._view.selection.change(scope="meter", scope_id=meter_id)
            self._view.ami.view = "meter"

    def _queries(self) -> list[Query]:
        return [] if self._answer is None else [self._answer[1].query]

    def _episodes(self) -> pa.Table | None:
        return None if self._answer is None else self._answer[1].episodes


def _fetch(source: Source, wish: MeterVoltageWish) -> MeterVoltageAnswer:
    """Runs in a worker."""
    period = wish.ground.period
    query = voltage.episodes_query(wish.meter_id, *period)
    found = voltage.episodes(source, wish.meter_id, *period, service_range=wish.service_range)
    return MeterVoltageAnswer(source.fetch(query), found, query)
