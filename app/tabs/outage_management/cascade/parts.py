"""What stands beside the map, one part at a time: each a board or two that follow what the desk has had worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from app import formats
from app.charts.steps import StepBars
from app.follow import FollowStatus
from app.tabs.outage_management.cascade import rows
from app.tabs.outage_management.cascade.desk import CascadeDesk
from app.tabs.outage_management.cascade.numbers_form import NumbersForm
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, box, pane
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from app.widgets.figures import Figure, Figures

SHEET = "cascade"
Pick = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What every part is made from.

    Attributes:
        view: gives selections, theme and tools.
        desk: what was worked out.
        pick: chooses what fails first, by its key.
        go: shows a step of the film.
    """

    view: OutageView
    desk: CascadeDesk
    pick: Pick
    go: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of one answer.

    Attributes:
        answer: its name on the desk.
        title: of the board.
        line: about it, from the answer.
        columns: of the table.
        key: the column that tells rows apart.
        part: what a row is, in the plural.
        file: name of the exported file.
        rows: from the answer.
        none: what is said of an answer without rows.
    """

    answer: str
    title: str
    line: Callable[[Any], str]
    columns: Sequence[Column]
    key: str
    part: str
    file: str
    rows: Callable[[Any], pa.Table]
    none: tuple[str, str]


class ListedBoard:
    """A board with such a table.

    Args:
        room: what it is made from.
        listed: what it shows.
        name: class by which the stylesheet places it.
        on_pick: takes the key of a row; None where rows are only read.
        above: what stands over the table, such as a form.
    """

    def __init__(
        self, room: Room, listed: Listed, name: str, on_pick: Pick | None = None, above: Sequence[Any] = ()
    ) -> None:
        """Shows what the desk has."""
        self._room, self._listed = room, listed
        texts = [column.key for column in listed.columns if column.kind in ("text", "words")] if on_pick else []
        self.table = DataTable(listed.columns, listed.key, search=texts, part=listed.part, css_classes=["grow"])
        if on_pick is not None:
            self.table.on("row", lambda key: on_pick(str(key)))
        body = box("cascade-stack", *above, self.table, sheets=(SHEET,)) if above else self.table
        self.board = Board(body, name, room.view.tools(self.table.whole, listed.file, self._queries))
        self.board.veil.on("retry", lambda _value: room.desk.retry(listed.answer))
        room.view.watch(self.draw, room.desk, [listed.answer, f"{listed.answer}_status"])
        self.draw()

    def draw(self) -> None:
        """Follow the desk."""
        listed, desk = self._listed, self._room.desk
        answer, status = getattr(desk, listed.answer), getattr(desk, f"{listed.answer}_status")
        if answer is not None:
            self.table.show(listed.rows(answer))
        self.board.heading.show(listed.title, listed.line(answer) if answer is not None else "")
        self.board.tell(seen(status, answer))
        if answer is not None and status.stage == "ready" and not self.table.rows.num_rows:
            self.board.empty(*listed.none)

    def _queries(self) -> list[Any]:
        wish = self._room.desk.study_wish()
        return [] if wish is None else wish.queries


def seen(status: FollowStatus, answer: object) -> FollowStatus:
    """The status as a part tells it: what is on the desk again counts as answered, what is not there as never come."""
    has_answer = answer is not None
    if has_answer and status.stage == "idle":
        return FollowStatus("ready", True)
    return FollowStatus(status.stage, has_answer, status.title, status.message)


# The parts ---------------------------------------------------------------------------------------------------------

_POINTS = "Points of the score, at most 25: "
_ALONE = "when it fails by itself, simulated"
_LOST = [
    Column("lost", "Still lost", "count", unit="customers"),
    Column("lost_mw", "Still lost", "number", 2, unit="MW"),
]
CANDIDATES = Listed(
    "candidates", "What to fear most", lambda found: _ranked(found.ranking.order.size, found.lost.size),
    [
        Column("name", "Fails first"),
        Column("score", "Score", "number", 1, tip="0 to 100, the sum of the four parts beside it; no probability."),
        Column("betweenness_points", "Position", "number", 1, tip=f"{_POINTS}betweenness in the grid with its ties."),
        Column("customers_points", "Customers", "number", 1, tip=f"{_POINTS}customers downstream, over the most."),
        Column("loading_points", "Loading", "number", 1, tip=f"{_POINTS}loading of its way in."),
        Column("ties_points", "Ties", "number", 1, tip=f"{_POINTS}load that ties could not take."),
        Column("customers_lost", "Lost", "count", unit="customers", tip=f"At the end, {_ALONE}."),
        Column("waves", "Waves", "count", tip=f"Of trips, {_ALONE}."),
        Column("customers", "Below it", "count", unit="customers"), Column("load_mw", "Load", "number", 2, unit="MW"),
        Column("loading_pct", "Loading", "share", 0), Column("tie_mw", "Ties bear", "number", 2, unit="MW"),
        Column("kind", "Kind", "words"), Column("rank", "Rank", "count"),
    ],
    "key", "parts of the grid", "cascade_candidates", rows.candidates_table,
    ("Nothing can fail", "No part of this network has supply as it is switched now."),
)  # fmt: skip
TRIPS = Listed(
    "run", "What tripped", lambda run: f"{int(run.film.tripped[-1]):,} elements, in order",
    [
        Column("name", "Element"), Column("wave", "Wave", "count"), Column("kind", "Kind", "words"),
        Column("overload_mw", "Beyond its limit", "number", 2, unit="MW"),
    ],
    "trip", "elements", "cascade_trips", rows.trips_table,
    ("Nothing trips", "What failed is lost, or taken over; nothing else carries more than it bears."),
)  # fmt: skip
COSTS = Listed(
    "run", "What it costs", lambda run: f"until everybody is back, {formats.count_of(run.plan.crews, 'crew')}",
    [Column("part", "Part"), Column("usd", "Cost", "number", 0, unit="USD"), Column("share_pct", "Share", "share", 1)],
    "part", "parts", "cascade_cost", lambda run: rows.costs_table(run.price), ("No cost", "Nobody loses supply."),
)  # fmt: skip
ACTIONS = Listed(
    "run", "What would help in the hour", lambda run: f"{len(run.actions):,} tried, each simulated by itself",
    [
        Column("what", "Action"),
        Column("kept", "Kept", "count", unit="customers", tip="Fewer without supply than if nothing is done."), *_LOST,
        Column("asked_mw", "Load asked to go", "number", 2, unit="MW"), Column("waves", "Waves", "count"),
    ],
    "rank", "actions", "cascade_actions", rows.actions_table,
    ("Nothing to do", "No tie, no trip and no rule could change what follows."),
)  # fmt: skip
RESTORATION = Listed(
    "run", "In which order everybody comes back", rows.plan_words,
    [
        Column("name", "Where"), Column("step", "Step", "count"), Column("work", "Work", "words"),
        Column("supplied_h", "Supplied after", "number", 1, unit="h"),
        Column("customers", "Back", "count", unit="customers"), Column("crew", "Crew", "count"),
        Column("starts_h", "Begins", "number", 1, unit="h"), Column("done_h", "Done", "number", 1, unit="h"),
        Column("load_mw", "Load", "number", 2, unit="MW"), Column("after", "Waits for"),
    ],
    "step", "jobs", "cascade_restoration", rows.restoration_table,
    ("Nothing to restore", "Nothing failed and nothing tripped."),
)  # fmt: skip
UNHELPED = Listed(
    "risk", "Feeders that ties could not help now", rows.air_words,
    [Column("name", "Feeder"), Column("dark_mw", "Would stay dark", "number", 2, unit="MW")],
    "key", "feeders", "cascade_risk", rows.unhelped_table,
    ("Every feeder could be helped", "The loss of any one feeder's head could be made good over its ties now."),
)  # fmt: skip


def _ranked(count: int, simulated: int) -> str:
    return f"{count:,} ranked, the first {simulated:,} simulated" if simulated < count else f"{count:,}, each simulated"


def start_part(room: Room) -> Any:
    """The ranking; a row chosen fails first."""
    made = ListedBoard(room, CANDIDATES, "part-all", room.pick)

    def mark() -> None:
        made.table.mark(room.view.own.cascade_start or None)

    room.view.watch(mark, room.view.own, "cascade_start")
    mark()
    return made.board


class WavesPart:
    """Customers and MW by wave over what tripped; a click on a bar shows that step on the map."""

    def __init__(self, room: Room) -> None:
        """Shows what the desk has."""
        self._room = room
        view = room.view
        self.chart = StepBars("customers", "MW", view.tokens())
        self.chart.let_tap()
        self._board = Board(
            pane(self.chart.figure), "part-top", view.tools(self._table, "cascade_by_wave", figure=self.chart.figure)
        )
        trips = ListedBoard(room, TRIPS, "part-rest")
        self.view = box("cascade-part", self._board, trips.board, sheets=(SHEET,))
        view.watch(self._draw, room.desk, ["run", "run_status"])
        view.watch(self._mark, view.own, "cascade_wave")
        view.watch(lambda: self.chart.recolour(view.tokens()), view.state, ["theme", "palette"])
        view.watch(lambda: room.go(self.chart.tapped), self.chart, "tapped")
        self._draw()

    def _table(self) -> pa.Table | None:
        run = self._room.desk.run
        return None if run is None else rows.steps_table(run)

    def _draw(self) -> None:
        run = self._room.desk.run
        if run is not None:
            self.chart.show(run.film.labels, run.film.customers, run.film.dark_kw / 1000)
            self._mark()
        self._board.heading.show("Without supply, by wave", "bars: customers, line: MW")
        self._board.tell(seen(self._room.desk.run_status, run))

    def _mark(self) -> None:
        if (run := self._room.desk.run) is not None:
            self.chart.mark(run.film.step(self._room.view.own.cascade_wave))


def cost_part(room: Room) -> Any:
    """The cost by parts over the prices it is made of."""
    costs = ListedBoard(room, COSTS, "part-top")
    form = Board(box("scrolled", NumbersForm(room.view, ("prices", "hours"), has_crews=True)), "part-rest")
    form.heading.show("Prices and hours", "presets are assumptions: put your own in")
    form.veil.clear()
    return box("cascade-part is-costs", costs.board, form, sheets=(SHEET,))


def actions_part(room: Room) -> Any:
    """What would help in the hour."""
    return ListedBoard(room, ACTIONS, "part-all").board


def restoration_part(room: Room) -> Any:
    """When which share of the customers is back, and who goes where."""
    times = Figures(5, css_classes=["cascade-times"])

    def draw() -> None:
        times.show(rows.milestones(room.desk.run), room.desk.run_status)

    room.view.watch(draw, room.desk, ["run", "run_status"])
    draw()
    made = ListedBoard(room, RESTORATION, "part-rest")
    form = NumbersForm(room.view, ("hours",), has_crews=True)
    return box("cascade-part is-restoration", times, form, made.board, sheets=(SHEET,))


def investments_part(room: Room) -> Any:
    """What could be built, and on which terms it was compared."""
    listed = Listed(
        "investments", "What to build", lambda found: f"against the {len(found.failing):,} failures ranked first",
        [
            Column("what", "Investment"), Column("cost_usd", "Cost", "number", 2, unit="million USD", factor=1e-6),
            Column("kept", "Kept", "number", 1, unit="customers", tip="A failure, in the mean over those compared."),
            Column("usd_per_kept", "Each kept", "number", 0, unit="USD", tip="Cost over customers kept."),
            Column("lost", "Still lost", "number", 1, unit="customers"),
            Column("lost_mw", "Still lost", "number", 2, unit="MW"),
        ],
        "rank", "investments", "cascade_investments", lambda found: rows.investments_table(found, room.desk.terms),
        ("Nothing to build", "No investment changes what is lost."),
    )  # fmt: skip
    made = ListedBoard(room, listed, "part-top")
    form = Board(box("scrolled", NumbersForm(room.view, ("investments",))), "part-rest")
    form.heading.show("Terms", "presets are assumptions: put your own in")
    form.veil.clear()
    return box("cascade-part is-investments", made.board, form, sheets=(SHEET,))


def risk_part(room: Room) -> Any:
    """The index of the present state by its parts, and the feeders that ties could not help."""
    parts = Figures(len(rows.RISK_PARTS), css_classes=["cascade-times"])

    def draw() -> None:
        if (risk := room.desk.risk) is not None:
            zone, found = room.view.state.time_zone, risk.found
            notes = (f"{formats.power(found.load_kw)} now", f"at {formats.clock(risk.at, zone)}",
                     f"{found.strain.heavy_elements:,} of {found.strain.elements:,}",
                     f"{len(found.strain.unhelped):,} of {found.strain.feeders:,} feeders")  # fmt: skip
            shown = [
                Figure(title, formats.number(points, 1), f"of {most}", note)
                for (title, points, most), note in zip(rows.risk_parts(risk), notes, strict=True)
            ]
            parts.show(shown, room.desk.risk_status)

    room.view.watch(draw, room.desk, ["risk", "risk_status"])
    draw()
    made = ListedBoard(room, UNHELPED, "part-rest", room.pick)
    return box("cascade-part is-risk", parts, made.board, sheets=(SHEET,))


PARTS: dict[str, tuple[str, Callable[[Room], Any]]] = {
    "start": ("Start", start_part),
    "waves": ("Waves", lambda room: WavesPart(room).view),
    "cost": ("Cost", cost_part),
    "actions": ("Actions", actions_part),
    "restoration": ("Restoration", restoration_part),
    "investments": ("Investments", investments_part),
    "risk": ("Risk now", risk_part),
}
