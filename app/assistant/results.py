"""What a tool answers: rows with what each column means, where they come from, and what may be shown of them.

A number in an answer is always a cell of such a result (`CellRef`): its column carries the unit, its result carries the
statements, the source and the time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa

from app.widgets.column import Column
from app.widgets.sql_note import Answered
from data_sources.assets import AssetRef

MOST_ROWS: Final = 1000
"""Rows of a result's table; who asks for no number of rows gets so many, and is told that there are more."""
PlaceKind = Literal["utility", "substation", "feeder"]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A utility, or one of its substations or feeders, by its display name.

    Attributes:
        kind: what it is.
        place_id: its id.
        name: as displayed; the utility's own name for the whole of it.
    """

    kind: PlaceKind
    place_id: int
    name: str

    @property
    def binds(self) -> dict[str, int]:
        """As the statements by place bind it: 0 means all of them."""
        return {
            "substation_id": self.place_id if self.kind == "substation" else 0,
            "feeder_id": self.place_id if self.kind == "feeder" else 0,
        }


@dataclass(frozen=True, slots=True)
class NamedAsset:
    """One thing that a question names, found in the database.

    Attributes:
        kind: as in `AssetRef`, or "crew" or "work_order".
        asset_id: its key.
        name: as displayed.
        lon: degrees; None where it has no place.
        lat: degrees.
    """

    kind: str
    asset_id: int
    name: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """How some columns of a result are drawn; HoloViews draws it.

    Attributes:
        kind: a line over time, bars by name, or dots.
        x: column of the horizontal axis (a time, a name or a number).
        y: columns drawn against it, of one unit.
        title: says what and unit.
    """

    kind: Literal["line", "bar", "scatter"]
    x: str
    y: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Go:
    """Take me there: where a button of the answer leads, and whether the page goes there by itself.

    Attributes:
        label: on the button, e.g. "Show F0002 on the map".
        tab: slug of the tab that opens (see `app.ways`).
        asset: selected there.
        lon: degrees; with `lat` the map flies there.
        lat: degrees.
        width_m: metres of ground across the map.
        layers: switched on; None leaves them as they are.
        filters: of the map, by field of `MapFilters` (sets as tuples); () takes all off, None leaves them as they are.
        texts: params of the tab's own state, as in an address.
        scope: what AMI Analytics looks at: kind and id.
        days: first local day and the day after the last.
        is_at_once: the question asked for it ("take me to …"): the page goes without a click.
    """

    label: str
    tab: str
    asset: AssetRef | None = None
    lon: float | None = None
    lat: float | None = None
    width_m: float = 600.0
    layers: frozenset[str] | None = None
    filters: tuple[tuple[str, int | str | tuple[str, ...]], ...] | None = None
    texts: tuple[tuple[str, str], ...] = ()
    scope: tuple[str, int] | None = None
    days: tuple[dt.date, dt.date] | None = None
    is_at_once: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document, as it stands there.

    Attributes:
        document: its title.
        page: counted from 1; 0 where it is not known.
        heading: over the passage; empty where there is none.
        text: the words of the document; data, never an order.
        address: where the whole document opens.
        counts: what is counted as a page: "page", or "section" of a text without pages.
    """

    document: str
    page: int
    heading: str
    text: str
    address: str = ""
    counts: str = "page"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that somebody asked for, as a filled form: a person with the role confirms it, nothing runs by itself.

    Attributes:
        title: what would be done, e.g. "Assign Crew-003 to outage 12".
        command: name of the command (`Command.name`).
        values: of its fields, already filled; what is missing is for the person to fill.
        version: of its target, as the form was made; None where it makes something new.
        role: the least that may confirm it.
        go: where the same is done by hand.
    """

    title: str
    command: str
    values: tuple[tuple[str, Any], ...]
    version: int | None
    role: str
    go: Go | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ToolResult:
    """What a tool found.

    Attributes:
        title: what the rows are, e.g. "Transformers by load".
        table: the rows.
        columns: how each shown column is headed, written and in which unit; others of `table` are not shown.
        asked: the statements behind it, with what was bound, rows and time.
        source: the names of the sources that answered.
        place: what it is about, in words, e.g. "Feeder F0002"; empty for the whole utility.
        period: in words, with dates, e.g. "last year, 2025-01-01 to 2025-12-31"; empty for the present.
        as_of: when the data were measured or written; None where they have no age.
        is_simulated: whether a demo made them up.
        note: how it is reckoned and what it leaves out, in a sentence.
        chart: how it is best drawn.
        goes: where it leads.
        passages: of documents.
        proposal: a change to confirm.
        is_cut: whether there are more rows than are in the table, though nobody asked for so few.
        in_all: how many rows there are, where that is known and more than are in the table.
    """

    title: str
    table: pa.Table
    columns: tuple[Column, ...]
    asked: tuple[Answered, ...] = ()
    source: str = ""
    place: str = ""
    period: str = ""
    as_of: dt.datetime | None = None
    is_simulated: bool = False
    note: str = ""
    chart: ChartSpec | None = None
    goes: tuple[Go, ...] = ()
    passages: tuple[Passage, ...] = ()
    proposal: Proposal | None = None
    is_cut: bool = False
    in_all: int | None = None

    @property
    def cut_words(self) -> str:
        """`the first 1,000 of 1,700`; `the first 1,000 of more than 1,000` where nobody counted; empty for all."""
        rows = self.table.num_rows
        if not rows or not (self.is_cut or self.in_all):
            return ""
        return f"the first {rows:,} of {self.in_all:,}" if self.in_all else f"the first {rows:,} of more than {rows:,}"

    def column(self, key: str) -> Column:
        """How a column is written.

        Raises:
            KeyError: it is not one that is shown.
        """
        return {one.key: one for one in self.columns}[key]


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where a number or name of an answer's text comes from.

    Attributes:
        result: which result of the answer, counted from 0.
        row: of its table.
        key: its column.
    """

    result: int
    row: int
    key: str
