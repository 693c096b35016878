"""Meters suspected of theft, of standing still or of a wrong record on one feeder, as the Losses view finds them."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, place_of
from app.assistant.periods import PeriodText
from app.assistant.results import NamedPlace, ToolResult
from app.assistant.tools import PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.losses.rows import KIND_HINTS, KINDS, SCORE_WORDS, suspects_of, suspects_table
from app.tabs.ami_analytics.losses.scan import Search, search_feeder
from app.tabs.ami_analytics.tools.asked import AskedOver, nothing_read, over, sentences
from app.tabs.ami_analytics.tools.covered import covered
from app.widgets.column import Column
from data_sources.history import losses

Suspicion = Literal["theft", "stuck", "wrong_transformer"]
NO_VERDICT: Final = "A suspect is a reason to look, never a verdict."


class SuspectsOf(BaseModel):
    """Which feeder, when, of what."""

    place: PlaceText = ""
    period: PeriodText = "last_14_days"
    kind: Suspicion = "theft"
    quantity: str = Field("", description="column asked for")
    n: Rows = 20
    is_count: bool = False


_COLUMNS: Final = (
    Column("meter_name", "Meter"), Column("score_pct", "Score", "number", 0), Column("is_flagged", "Flagged", "flag"),
    Column("transformer_name", "Transformer"), Column("since_day", "Since", "day"),
    Column("kwh_per_day", "Not registered", "number", 1, "kWh a day"), Column("suggested_name", "Seems to belong to"),
    Column("why", "Why"),
)  # fmt: skip


def loss_suspects(context: ToolContext, args: SuspectsOf) -> ToolResult:
    """Suspects of one kind on a feeder; of more than one feeder, on the one with the largest share lost."""
    place = place_of(context, args.place)
    asked, is_chosen = _feeder(context, place, args.period)
    days = covered(asked)
    found = search_feeder(context.history_source, Search(asked.scope, asked.span.first_day, asked.span.end_day))
    suspects = suspects_of(found, args.kind)
    title = f"{KINDS[args.kind]}: suspects on {asked.of}"
    why = f"{asked.name} is the feeder with the largest share lost; the Losses view searches them all."
    note = sentences(why if is_chosen else "", KIND_HINTS[args.kind], SCORE_WORDS, NO_VERDICT)
    if args.is_count:
        flagged = sum(one.is_flagged for one in suspects)
        table = pa.table({"how_many": pa.array([flagged], pa.int64())})
        return result_of(
            context, f"{title}, flagged ones counted", table, (HowMany,), source="both", place=asked.words,
            period=days.period, note=note,
        )  # fmt: skip
    return result_of(
        context, title, suspects_table(suspects[: args.n], found.names), _COLUMNS, source="both", place=asked.words,
        period=days.period, note=note, goes=(asked.go("losses"),), in_all=len(suspects),
    )  # fmt: skip


def _feeder(context: ToolContext, place: NamedPlace, period: str) -> tuple[AskedOver, bool]:
    """The feeder to search, and whether it was chosen out of several."""
    asked = over(context, place, period)
    if asked.kind == "feeder":
        return asked, False
    query = losses.feeder_losses_query(asked.scope, asked.span.first_day, asked.span.end_day)
    rows = context.history_source.fetch(query)
    if not rows.num_rows:
        nothing_read(asked)
    worst = asset_of(context, rows["feeder_name"][0].as_py(), ("feeder",))
    return over(context, NamedPlace("feeder", worst.asset_id, worst.name), period), True


LOSS_SUSPECTS: Final = Tool(
    "loss_suspects",
    "Meters of a feeder suspected of theft, of standing still, or of being recorded at the wrong transformer, by their "
    "readings; ranked, with the reason.",
    SuspectsOf, loss_suspects, "ranking", ("suspect", "meter"),
    (
        ToolQuantity("score_pct", ("suspect score", "score"), Column("score_pct", "Score", "number", 0), "most"),
    ),
    (
        ToolChoice(
            ("theft", "energy theft", "suspected theft", "tampering", "tamper", "stealing", "steal",
             "electricity theft", "power theft", "stealing power", "stealing electricity", "theft suspect",
             "suspicious meter", "bypass", "non technical loss suspect", "stolen energy", "suspect of theft",
             "suspected of theft", "diversion", "energy diversion"),
            {"kind": "theft"},
        ),
        ToolChoice(
            ("stuck", "stuck meter", "stopped meter", "frozen meter", "standing still", "stalled meter",
             "stopped register", "stuck register"),
            {"kind": "stuck"},
        ),
        ToolChoice(
            ("wrong transformer", "wrong record", "wrongly recorded", "mismapped", "wrong mapping",
             "recorded at the wrong transformer", "misassigned", "wrong connectivity", "wrong phase record",
             "mis mapped", "meter mapping error"),
            {"kind": "wrong_transformer"},
        ),
    ),
    words=(
        "loss suspect", "suspect of loss", "suspect", "theft", "energy theft", "stealing", "steal", "tampering",
        "stealing power", "diversion", "bypass", "stuck meter", "wrong transformer",
    ),
    examples=("suspects of theft on feeder 2", "stuck meters on F0005"),
)  # fmt: skip
