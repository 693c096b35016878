"""Losses: what went in at the feeder heads less what the customers' meters registered, as the Losses view says it."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import PeriodText
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import EachPlace, PlaceText, RankedRows, Tool, ToolQuantity
from app.tabs.ami_analytics.tools.asked import YESTERDAY, AskedOver, asked_place, by_place, nothing_read, sentences
from app.tabs.ami_analytics.tools.covered import covered
from app.tabs.ami_analytics.tools.units import energy_column
from app.widgets.column import Column
from data_sources.history import losses

NOTE: Final = (
    "Energy in at the feeder heads less the net of the customers' meters, over the intervals in which at least 90 % of "
    "the meters were read; meters not read are taken to run like those that were. As read: the same with nothing in "
    "the place of reads that are missing, so that they count as lost."
)
PCT: Final = ("loss", "loss percent", "percent loss", "loss rate", "lost percent", "share lost", "loss share",
              "line loss", "technical loss", "system loss", "distribution loss", "energy loss percent", "lost",
              "unaccounted for", "non technical loss", "loss ratio", "lossy")  # fmt: skip
KWH: Final = (
    "loss kwh", "kwh lost", "energy lost", "lost energy", "kwh loss", "mwh lost", "loss mwh", "energy loss", "lost kwh",
    "how much energy lost", "leak energy", "energy leak", "bleed energy", "energy wasted",
    "how many kwh lost", "kwh of loss", "lost mwh",
)  # fmt: skip


HEAD: Final = Column("head_kwh", "Sent out in the intervals balanced", "number", 0, "kWh")
METERED: Final = Column("metered_kwh", "Registered in the intervals balanced", "number", 0, "kWh")
"""Of those intervals alone: what a place takes in all is a matter of its load."""


class LossesOf(BaseModel):
    """Whose losses, and when."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    quantity: str = Field("", description="column asked for")


class FeedersByLosses(RankedRows):
    """Which feeders, when, by what."""

    place: PlaceText = ""
    period: PeriodText = YESTERDAY
    by: Literal["losses_pct", "losses_kwh"] = "losses_pct"


_QUANTITIES: Final = (
    ToolQuantity("losses_pct", PCT, Column("losses_pct", "Losses", "share", 2), "most"),
    ToolQuantity("losses_kwh", KWH, Column("losses_kwh", "Lost", "number", 0, "kWh"), "most"),
)
_OF_PLACE: Final = (
    *_QUANTITIES,
    ToolQuantity(
        "head_kwh", ("energy balanced", "balanced energy", "energy in the balance", "sent out in the loss balance",
         "sent out in the balance", "sent out loss", "sent out loss balance", "head loss balance",
         "head energy loss balance", "sent out at head in balance", "sent out at head balanced",
         "sent out balanced interval", "went out loss balance", "put out loss balance",
         "head put out loss balance", "energy sent out loss", "kwh sent out balanced",
         "energy at head loss balance"),
        HEAD,
    ),
    ToolQuantity(
        "metered_kwh", ("registered in the loss balance", "metered energy in the balance",
         "registered in the balance", "registered loss balance", "registered balanced interval",
         "registered by meter balanced", "recorded loss balance", "meter recorded loss balance",
         "meter counted loss balance", "meter registered loss balance", "metered loss balance",
         "metered side loss balance", "metered side of loss", "meter count loss balance",
         "meter register loss balance"), METERED,
    ),
)  # fmt: skip


def losses_of_place(context: ToolContext, args: LossesOf) -> ToolResult:
    """Losses of a place over a period."""
    asked = asked_place(context, args.place, args.period)
    rows = _balanced(asked)
    return _losses(asked, args, rows, [_sums(rows)])


def losses_of_each(context: ToolContext, args: LossesOf, kind: EachPlace) -> ToolResult:
    """The same of every feeder or substation of a place."""
    asked = asked_place(context, args.place, args.period)
    rows = _balanced(asked)
    return _losses(
        asked, args, rows, [{"name": name, **_sums(part)} for name, part in by_place(asked, rows, kind).items()]
    )


def _losses(asked: AskedOver, args: LossesOf, rows: pa.Table, told: list[dict[str, Any]]) -> ToolResult:
    days = covered(asked)
    head, lost = (max(abs(one[name]) for one in told) for name in ("head_kwh", "losses_kwh"))
    return result_of(
        asked.context, f"Losses of {asked.of}", pa.Table.from_pylist(told),
        days.headed(_columns(head, lost)[1:], args.quantity, is_by_hour=True), source="both",
        place=asked.words, period=days.period, note=_note(asked, rows), goes=(asked.go("losses"),),
    )  # fmt: skip


def _sums(rows: pa.Table) -> dict[str, float]:
    """What some feeders lost together."""
    sums = {name: pc.sum(rows[name]).as_py() for name in ("head_kwh", "metered_kwh", "filled_kwh", "losses_kwh")}
    lost, head = sums["losses_kwh"], sums["head_kwh"]
    return {
        "losses_pct": 100.0 * lost / head, "losses_kwh": lost,
        "as_read_pct": 100.0 * (lost + sums["filled_kwh"]) / head, "as_read_kwh": lost + sums["filled_kwh"],
        "head_kwh": head, "metered_kwh": sums["metered_kwh"], "filled_kwh": sums["filled_kwh"],
    }  # fmt: skip


def feeders_by_losses(context: ToolContext, args: FeedersByLosses) -> ToolResult:
    """Feeders of a place by their losses."""
    asked = asked_place(context, args.place, args.period)
    rows = _balanced(asked)
    days = covered(asked)
    as_read = pc.add(rows["losses_kwh"], rows["filled_kwh"])
    rows = rows.append_column("as_read_kwh", as_read)
    rows = rows.append_column("as_read_pct", pc.multiply(pc.divide(as_read, rows["head_kwh"]), 100.0))
    kept = limited(rows, args.by, args.above, args.below)
    told: dict[str, Any] = {
        "source": "both",
        "place": asked.words,
        "period": days.period,
        "note": _note(asked, rows),
    }
    if args.is_count:
        return result_of(context, "Feeders, counted by losses", counted(kept), (HowMany,), **told)
    columns = _columns(pc.max(rows["head_kwh"]).as_py(), pc.max(pc.abs(rows["losses_kwh"])).as_py())
    columns = days.headed(columns, args.by, is_by_hour=True)
    rows = ordered(kept, args.by, args.order, args.n, ("feeder_name",))
    return result_of(
        context, "Feeders by losses", rows, columns, goes=(asked.go("losses"),),
        chart=ChartSpec("bar", "feeder_name", (args.by,), "Losses, %" if args.by == "losses_pct" else "Losses, kWh"),
        **told,
    )  # fmt: skip


def _balanced(asked: AskedOver) -> pa.Table:
    """Rows of ami_feeder_losses.sql with a balance.

    Raises:
        NoAnswer: there is none.
    """
    span = asked.span
    rows = asked.context.history_source.fetch(losses.feeder_losses_query(asked.scope, span.first_day, span.end_day))
    rows = rows.filter(pc.greater(rows["head_kwh"], 0))
    return rows if rows.num_rows else nothing_read(asked, "balances (readings of both the feeder heads and the meters)")


def _note(asked: AskedOver, rows: pa.Table) -> str:
    whole, left = (pc.sum(rows[name]).as_py() for name in ("intervals", "intervals_left_out"))
    text = asked.span.text
    is_cut = text.startswith("last_") and text.endswith(("hours", "days"))
    return sentences(
        NOTE,
        f"{100.0 * left / (whole + left):.1f} % of the intervals were left out." if left else "",
        "Losses are balanced by whole days: the first and the last day count as far as read." if is_cut else "",
    )  # fmt: skip


def _columns(head_kwh: float | None, lost_kwh: float | None) -> tuple[Column, ...]:
    return (
        Column("feeder_name", "Feeder"), Column("losses_pct", "Losses", "share", 2),
        energy_column("losses_kwh", "Lost", lost_kwh), Column("as_read_pct", "As read", "share", 2),
        energy_column("head_kwh", HEAD.title, head_kwh), energy_column("metered_kwh", METERED.title, head_kwh),
    )  # fmt: skip


LOSSES_OF_PLACE: Final = Tool(
    "losses_of_place",
    "Losses of the utility, a substation or a feeder over a period: share and energy lost between the feeder heads and "
    "the customers' meters, what was sent out and what was registered.",
    LossesOf, losses_of_place, "row", ("feeder", "substation", "system", "utility", "place", "system wide"),
    _OF_PLACE,
    examples=("losses on feeder 1 yesterday in percent", "how many kWh were lost on SUB-002 last week"),
    each=losses_of_each,
)  # fmt: skip
FEEDERS_BY_LOSSES: Final = Tool(
    "feeders_by_losses", "Feeders ranked by the share or the energy lost over a period.",
    FeedersByLosses, feeders_by_losses, "ranking", ("feeder",), _QUANTITIES,
    examples=("which 3 feeders had the highest losses yesterday", "feeders with losses above 5 % last week"),
)  # fmt: skip
