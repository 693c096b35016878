"""The energy of classes of customers over a period: of one, its share and for each of its meters; by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.grouping import Fold, GroupedRows, grouped
from app.assistant.groups import ToolGroup
from app.assistant.periods import PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, nothing_read
from app.tabs.ami_analytics.tools.covered import covered
from app.widgets.column import Column

CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "residential": ("residential", "home", "household", "house", "residence"),
    "commercial": ("commercial", "business", "shop"), "industrial": ("industrial", "factory", "industry"),
}  # fmt: skip
NOTE: Final = "Delivered to the customers' meters, losses not included; a meter counts where it was read at all."
_ENERGY: Final = ("energy", "kwh", "mwh", "consumption", "usage", "use", "electricity", "consume", "load", "demand")
_EACH: Final = ("customer", "meter", "home", "household", "account", "business", "house")


class EnergyOfClass(BaseModel):
    """Of which customers, where and when."""

    customer_class: Literal["residential", "commercial", "industrial"] = Field(description="of which customers")
    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


class EnergyByClass(GroupedRows):
    """Where and when, by class."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY


_SHARE: Final = ToolQuantity(
    "share_pct",
    (*(f"share of {word}" for word in _ENERGY[:-2]), *(f"percent {word}" for word in _ENERGY[:-2]),
     *(f"share of metered {word}" for word in _ENERGY[:4]), *(f"{word} share" for word in _ENERGY[:4])),
    Column("share_pct", "Share of the energy", "number", 2, "%"),
)  # fmt: skip
_MEAN: Final = ToolQuantity(
    "kwh_per_meter",
    (*(f"average {word} per {each}" for word in _ENERGY[:-2] for each in _EACH),
     *(f"{word} per {each}" for word in _ENERGY[:-2] for each in _EACH),
     *(f"average {each} {word}" for word in _ENERGY[:-2] for each in _EACH),
     *(f"average {word} of {each}" for word in _ENERGY[:-2] for each in _EACH)),
    Column("kwh_per_meter", "Energy per meter", "number", 1, "kWh"),
)  # fmt: skip
_OF_CLASS: Final = (
    ToolQuantity("energy_kwh", _ENERGY[:-2], Column("energy_kwh", "Energy", "number", 0, "kWh")), _SHARE, _MEAN,
    ToolQuantity("meters", ("meter read", "how many meter read", "meter with reading"),
                 Column("meters", "Meters read", "count")),
)  # fmt: skip
_BY_CLASS: Final = (
    _OF_CLASS[0],
    ToolQuantity("received_kwh", ("exported", "export", "sent back", "fed back", "received"),
                 Column("received_kwh", "Sent back", "number", 0, "kWh")),
    _OF_CLASS[3],
)  # fmt: skip
_GROUPS: Final = (
    ToolGroup(
        "customer_class", ("class", "customer class", "customer type", "rate class", "type of customer"), "Class"
    ),
)


def energy_of_class(context: ToolContext, args: EnergyOfClass) -> ToolResult:
    """The energy of one class: in all, its share of what all meters took, and of each of its meters.

    Raises:
        NoAnswer: no meter of that class was read.
    """
    asked = asked_place(context, args.place, args.period)
    rows = _rows(asked)
    mine = rows.filter(pc.equal(rows["customer_class"], args.customer_class))
    if not mine.num_rows:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, f"No {args.customer_class} meter was read there in {asked.span.words}."
        )
    (row,) = mine.select(["meters", "energy_kwh"]).to_pylist()
    total = float(pc.sum(rows["energy_kwh"]).as_py() or 0)
    energy = row["energy_kwh"]
    row |= {
        "share_pct": 100 * energy / total if total and energy is not None else None,
        "kwh_per_meter": energy / row["meters"] if energy is not None else None,
    }
    columns = tuple(one.column for one in _OF_CLASS)
    return result_of(
        context, f"Energy of {args.customer_class} customers of {asked.of}", pa.Table.from_pylist([row]), columns,
        **_told(asked),
    )  # fmt: skip


def energy_by_class(context: ToolContext, args: EnergyByClass) -> ToolResult:
    """The energy of each class."""
    asked = asked_place(context, args.place, args.period)
    folds: Mapping[str, tuple[str, Fold]] = {one.key: (one.key, "sum") for one in _BY_CLASS}
    return grouped(context, "Energy", _rows(asked), args, _GROUPS, _BY_CLASS, folds, **_told(asked))


def _told(asked: AskedOver) -> dict[str, Any]:
    return {"source": "both", "place": asked.words, "period": covered(asked).period, "note": NOTE}


def _rows(asked: AskedOver) -> pa.Table:
    """A row a class.

    Raises:
        NoAnswer: nothing was read.
    """
    rows = asked.context.history("assistant_energy_by_class", **asked.scope.binds, **asked.days)
    return rows if rows.num_rows else nothing_read(asked)


ENERGY_OF_CLASS: Final = Tool(
    "energy_of_class",
    "Energy of residential, commercial or industrial customers of a place over a period: in all, its share of what all "
    "meters took, and for each meter of the class on the average.",
    EnergyOfClass, energy_of_class, "row", ("customer", "meter", "account"), _OF_CLASS,
    choices=tuple(
        ToolChoice((*words, *(f"{word} {each}" for word in words for each in ("customer", "meter", "account"))),
                   {"customer_class": name})
        for name, words in CLASSES.items()
    ),
    examples=("energy of commercial customers yesterday", "share of energy of residential customers yesterday"),
)  # fmt: skip
ENERGY_BY_CLASS: Final = Tool(
    "energy_by_class", "Energy that the customers' meters of a place took over a period, by class of customer.",
    EnergyByClass, energy_by_class, "ranking", ("customer", "meter"), _BY_CLASS, groups=_GROUPS,
    examples=("energy by customer class yesterday",),
)  # fmt: skip
