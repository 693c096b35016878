"""The two balances of Losses: by feeder (head against meters) and by transformer with a meter of its own.

Each is a table, and the hours of the row picked as lines of mean power; a gap is an hour that does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.charts.bars import RankBars
from app.charts.lines import Line, Lines
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.losses import rows
from app.tabs.ami_analytics.losses.focus import LossesAnswer, LossesFocus
from app.tabs.ami_analytics.view import AmiView, arranged
from app.widgets.board import Board, pane
from app.widgets.column import Column
from app.widgets.data_table import order_words, sorted_rows, table_of
from app.widgets.html import el
from data_sources.history import losses
from data_sources.history.scope import Instants, floats, instants
from data_sources.query import Query
from data_sources.source import Source

HOUR = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True)
class HourlyWish:
    """Whose hours are asked: a feeder or a transformer."""

    asset_id: int
    ground: Ground


class Balance:
    """A table of balances, and the hours of the row picked.

    Args:
        view: gives selections, workers and tools.
        focus: what is looked at.
        retry: asks again for both balances.
    """

    part: ClassVar[str] = ""
    key: ClassVar[str] = ""
    name: ClassVar[str] = ""
    export: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    series: ClassVar[Sequence[tuple[str, str, str]]] = ()
    none: ClassVar[tuple[str, str]] = ("", "")
    worst_first: ClassVar[str] = "worst first"

    def __init__(self, view: AmiView, focus: LossesFocus, retry: Callable[[], None]) -> None:
        """Follows what is picked in the table."""
        self._owner, self._focus = view, focus
        self._rows: pa.Table | None = None
        self._hours: tuple[HourlyWish, pa.Table, Query] | None = None
        self.table = table_of(self.columns, self.key, self._pick, self.part)
        self.lines = Lines(self._owner.tokens())
        self.list = Board(self.table, "view-table", view.tools(self.taken, self.export, self._queries))
        tools = view.tools(self._hours_table, f"{self.export}_by_hour", self._hours_queries, self.lines.figure)
        self.course = Board(pane(self.lines.figure), "view-lines", tools)
        self.follow = Follow(view, self._wish, self._fetch, self._show_hours, self.course.tell, is_front=self._is_front)
        self.list.veil.on("retry", lambda _value: retry())
        self.course.veil.on("retry", lambda _value: self.follow.retry())
        self.course.heading.on("open", self._open)
        view.watch(self._mark, view.ami, ["loss_id", "losses"])
        view.watch(self._head, self.table, ["sort_by", "is_descending"])
        self.view = arranged(" ".join(("view-part view-balance", *self._classes())), *self._boards())

    def _boards(self) -> Sequence[Board]:
        return (self.list, self.course)

    def _classes(self) -> Sequence[str]:
        return ("is-plain",)

    def _is_front(self) -> bool:
        return self._focus.shows(self.part)

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        self.lines.recolour(self._owner.tokens())

    # The table --------------------------------------------------------------------------------------------------

    def show(self, answer: LossesAnswer) -> None:
        """Take the rows."""
        self._rows = self._own(answer)
        self.table.show(self._rows)
        self._mark()
        self._head()

    def tell(self, status: FollowStatus) -> None:
        """Take the status of the rows."""
        self.list.tell(status)
        if status.stage == "ready" and self._rows is not None and not self._rows.num_rows:
            self.empty(*self.none)

    def empty(self, title: str, hint: str) -> None:
        """Say what would be here and how to get it."""
        for board in self._boards():
            board.empty(title, hint)

    def _own(self, answer: LossesAnswer) -> pa.Table:
        raise NotImplementedError

    def _head(self) -> None:
        raise NotImplementedError

    def _pick(self, key: Any) -> None:
        self._owner.ami.loss_id = int(key)

    def _mark(self) -> None:
        if self._is_front():
            self.table.mark(self._picked())

    def _picked(self) -> int | None:
        """The row chosen, or the first: the worst of all."""
        picked = self._owner.ami.loss_id
        if self._rows is None or not self._rows.num_rows:
            return None
        ids = self._rows[self.key].to_pylist()
        return picked if picked in ids else ids[0]

    # The hours --------------------------------------------------------------------------------------------------

    def _wish(self) -> HourlyWish | None:
        picked = self._picked()
        return None if picked is None or self._focus.answer is None else HourlyWish(picked, self._focus.answer[0])

    def _hourly(self, wish: HourlyWish) -> Query:
        raise NotImplementedError

    def _fetch(self, source: Source, wish: HourlyWish) -> tuple[pa.Table, Query]:
        query = self._hourly(wish)
        return source.fetch(query), query

    def _show_hours(self, wish: HourlyWish, answer: tuple[pa.Table, Query]) -> None:
        hours, query = answer
        self._hours = wish, hours, query
        at, columns = lines_of(hours, self.series)
        lines = [Line(label, unit, column) for (_, label, unit), column in zip(self.series, columns, strict=True)]
        self.lines.show(at, lines, wish.ground.time_zone)
        open_it = el("button", f"Open {self.part[:-1]}", type="button", cls="button", data_action="open")
        self.course.heading.show(self._name_of(wish.asset_id), "mean power of each hour", open_it)

    def _name_of(self, asset_id: int) -> str:
        if self._rows is None:
            return ""
        found = self._rows.filter(pc.equal(self._rows[self.key], asset_id))[self.name].to_pylist()
        return str(found[0]) if found else ""

    def _open(self, _value: Any) -> None:
        if self._hours is not None:
            self._owner.selection.change(scope=self.part[:-1], scope_id=self._hours[0].asset_id)
            self._owner.ami.view = "load"

    # For export and "Show the SQL" ------------------------------------------------------------------------------

    def taken(self) -> pa.Table | None:
        """The rows in the order that the table shows."""
        if self._rows is None:
            return None
        return sorted_rows(self._rows, self.table.sort_by, self.table.is_descending)

    def _order(self) -> str:
        """How the rows stand, in words."""
        return order_words(self.columns, self.table.sort_by, is_descending=self.table.is_descending) or self.worst_first

    def _queries(self) -> list[Query]:
        return [] if self._focus.answer is None else [self._focus.answer[1].queries[self.part]]

    def _hours_table(self) -> pa.Table | None:
        return None if self._hours is None else self._hours[1]

    def _hours_queries(self) -> list[Query]:
        return [] if self._hours is None else [self._hours[2]]


class FeederBalance(Balance):
    """Feeder heads against meters."""

    part = "feeders"
    key = "feeder_id"
    name = "feeder_name"
    export = "feeder_losses"
    columns = (
        Column("feeder_name", "Feeder", "text"),
        Column("head_kwh", "Sent out, kWh", "number"),
        Column("metered_kwh", "Registered, kWh", "number"),
        Column("filled_kwh", "Filled in, kWh", "number"),
        Column("losses_kwh", "Losses, kWh", "number"),
        Column("losses_pct", "Losses, %", "number", 2),
        Column("intervals_left_out", "Left out, intervals", "number"),
    )
    series = (("head_kwh", "Sent out", "kW"), ("metered_kwh", "Registered", "kW"), ("losses_pct", "Losses", "%"))
    none = ("No balance in this period", "It needs readings of feeder heads and of the meters behind them.")

    def __init__(self, view: AmiView, focus: LossesFocus, retry: Callable[[], None]) -> None:
        """With the ranking besides."""
        self.rank_chart = RankBars("Losses, %", view.tokens())
        tools = view.tools(lambda: self._rows, "feeder_losses", self._queries, self.rank_chart.figure)
        self.rank_chart.let_tap()
        view.watch(self._pick_bar, self.rank_chart, "tapped", onlychanged=False)
        self.rank = Board(pane(self.rank_chart.figure), "view-rank", tools)
        super().__init__(view, focus, retry)

    def _boards(self) -> Sequence[Board]:
        return (self.list, self.rank, self.course)

    def _classes(self) -> Sequence[str]:
        return ()

    def recolour(self) -> None:
        """Take the colours of the session's theme."""
        super().recolour()
        self.rank_chart.recolour(self._owner.tokens())

    def show(self, answer: LossesAnswer) -> None:
        """Take the rows."""
        super().show(answer)
        self.rank_chart.show(*rows.ranking(answer.feeders))

    def tell(self, status: FollowStatus) -> None:
        """Take the status of the rows."""
        self.rank.tell(status)
        super().tell(status)

    def _pick_bar(self) -> None:
        """A click on a bar picks its feeder: the table marks it, the lines show its hours."""
        if self._rows is not None:
            found = self._rows.filter(pc.equal(self._rows[self.name], self.rank_chart.tapped))[self.key].to_pylist()
            self._pick(found[0])

    def _own(self, answer: LossesAnswer) -> pa.Table:
        return answer.feeders

    def _head(self) -> None:
        words = f", the {rows.RANKED} worst" if self._many() else ""
        self.list.heading.show("Feeder balance", self._order())
        self.rank.heading.show("Losses by feeder", f"% of what was sent out{words}; a click picks one")

    def _many(self) -> bool:
        return self._rows is not None and self._rows.num_rows > rows.RANKED

    def _hourly(self, wish: HourlyWish) -> Query:
        return losses.feeder_losses_hourly_query(wish.asset_id, wish.ground.first_day, wish.ground.end_day)


class TransformerBalance(Balance):
    """Transformers that have a meter of their own."""

    part = "transformers"
    key = "transformer_id"
    name = "transformer_name"
    export = "transformer_balances"
    columns = (
        Column("transformer_name", "Transformer", "text"),
        Column("feeder_name", "Feeder", "text"),
        Column("measured_kwh", "Measured, kWh", "number"),
        Column("registered_kwh", "Registered, kWh", "number"),
        Column("allowance_kwh", "Allowed, kWh", "number", 1),
        Column("unaccounted_kwh", "Missing, kWh", "number"),
        Column("unaccounted_pct", "Missing, %", "number", 1),
        Column("hours_left_out", "Left out, h", "number"),
    )
    series = (
        ("measured_kwh", "Measured", "kW"), ("registered_kwh", "Registered", "kW"),
        ("unaccounted_kwh", "Unaccounted for", "kW"),
    )  # fmt: skip
    worst_first = "largest imbalance first"
    none = ("No transformer with a meter of its own", "Its balance appears here once such a meter's readings land.")

    def _own(self, answer: LossesAnswer) -> pa.Table:
        return answer.transformers

    def _head(self) -> None:
        self.list.heading.show("Transformer balance", f"{self._order()}; the allowance is for secondary losses")

    def _hourly(self, wish: HourlyWish) -> Query:
        return losses.transformer_balance_hourly_query(wish.asset_id, wish.ground.first_day, wish.ground.end_day)


def mean_power(hours: pa.Table, column: str) -> NDArray[np.float64]:
    """Energies of a column (kWh) as mean power (kW), over the part of each hour that counts."""
    energy = floats(hours[column])
    return energy / floats(hours["hours"]) if "hours" in hours.column_names else energy


def every_hour(at: Instants, columns: Sequence[NDArray[np.float64]]) -> tuple[Instants, list[NDArray[np.float64]]]:
    """The same with every hour from the first to the last; NaN where there was none.

    Args:
        at: starts of hours, ascending, shape (n,).
        columns: values of shape (n,).
    """
    if not len(at):
        return at, list(columns)
    every = np.arange(at[0], at[-1] + HOUR, HOUR).astype(at.dtype)
    place = np.searchsorted(every, at)
    filled = [np.full(len(every), np.nan) for _ in columns]
    for target, values in zip(filled, columns, strict=True):
        target[place] = values
    return every, filled


def lines_of(hours: pa.Table, series: Sequence[tuple[str, str, str]]) -> tuple[Instants, list[NDArray[np.float64]]]:
    """Instants and one column a series (column, name, unit) of the rows of a balance by the hour."""
    values = [mean_power(hours, column) if unit == "kW" else floats(hours[column]) for column, _, unit in series]
    return every_hour(instants(hours["hour_start_at"]), values)
