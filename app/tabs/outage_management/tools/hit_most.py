"""Transformers by how often they lost supply in a period, momentary interruptions too."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import PeriodText
from app.assistant.results import ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import PlaceText, RankedRows, Tool, ToolQuantity
from app.tabs.outage_management.tools.recorded import begun_span, record_of, span_on_record
from app.tabs.outage_management.tools.words import FEEDER, SUBSTATION, view_go
from app.widgets.column import Column
from data_sources.history.outages import NOBODY, OutageSpan, asked_for, interruptions_of
from data_sources.history.reliability import FeedersServed

NAMED: Final = 2000
"""Transformers whose names are looked up: those that were hit most."""


class TransformersHit(RankedRows):
    """Which transformers."""

    period: PeriodText
    place: PlaceText = ""
    by: str = "outages"


_HIT: Final = (
    ToolQuantity(
        "outages",
        ("outage", "interruption", "lost power", "lost supply", "lose power", "lose supply", "interrupted",
         "time interrupted", "time out", "out time", "hit time", "hit again", "outage count", "out most",
         "without power", "without supply",
         "lost power time", "lost supply time", "interrupted time"),
        Column("outages", "Outages", "count"), "most",
    ),
)  # fmt: skip


def transformers_hit(context: ToolContext, args: TransformersHit) -> ToolResult:
    """Transformers by the outages that had them without supply in a period, or how many beyond a limit."""
    place, span = place_of(context, args.place), begun_span(context, args.period)
    as_of = context.now.replace(second=0, microsecond=0)
    asked = OutageSpan.lasting(context.utility_id, span.from_at, span.to_at)
    rows = interruptions_of(context.sources, asked, as_of)
    for query in asked_for(context.sources, asked, as_of):
        context.note(query)
    if not len(rows):
        span = span_on_record(context, record_of(context), args.period)
    feeders = FeedersServed.of(context.live("customers_by_feeder", utility_id=context.utility_id))
    scope = None if place.kind == "utility" else place.place_id
    first, end = (np.datetime64(int(at.timestamp() * 1000), "ms") for at in (span.from_at, span.to_at))
    inside = feeders.are_within(feeders.place_of(rows.feeder), place.kind, scope)
    mine = inside & (rows.transformer != NOBODY) & (rows.out_at >= first) & (rows.out_at < end)
    pairs = np.unique(np.stack([rows.transformer[mine], rows.outage[mine]], 1), axis=0)
    numbers, outages = np.unique(pairs[:, 0], return_counts=True)
    table = pa.table({"transformer_id": pa.array(numbers, pa.int64()), "outages": pa.array(outages, pa.int64())})
    table = limited(table, "outages", args.above, args.below)
    told: dict[str, Any] = {
        "place": told_place(place), "period": span.words, "source": "both", "as_of": as_of,
        "goes": (view_go("Open replay", "replay"),),
        "note": "An outage counts once for each transformer that lost supply in the period by it, momentary ones too; "
            "interruptions on record without their transformers count for none.",
    }  # fmt: skip
    if args.is_count:
        count = pa.table({"how_many": [table.num_rows]})
        return result_of(
            context, "Transformers interrupted", count, (Column("how_many", "Transformers", "count"),), **told
        )
    table = ordered(table, "outages", args.order, NAMED, ("transformer_id",))
    wanted = [str(one) for one in table["transformer_id"].to_pylist()]
    names = context.live(
        "assistant_transformers_named", utility_id=context.utility_id, transformer_ids=",".join(wanted)
    )
    by_number = {row["transformer_id"]: row for row in names.to_pylist()}
    rows_told = [one for one in table.to_pylist() if one["transformer_id"] in by_number]
    shown = pa.Table.from_pylist(
        [{**by_number[one["transformer_id"]], "outages": one["outages"]} for one in rows_told],
        pa.schema([("transformer_name", pa.string()), ("feeder_name", pa.string()), ("substation_name", pa.string()),
                   ("outages", pa.int64())]),
    )  # fmt: skip
    columns = (Column("transformer_name", "Transformer"), _HIT[0].column, FEEDER, SUBSTATION)
    shown = ordered(shown, "outages", args.order, args.n, ("transformer_name",))
    return result_of(context, "Transformers by outages that took their supply", shown, columns, **told)


TRANSFORMERS_HIT: Final = Tool(
    "transformers_hit", "Transformers by how many outages had them without supply in a period.",
    TransformersHit, transformers_hit, "ranking", ("transformer",), _HIT,
    words=("transformer by outage", "transformer by interruption", "hit", "often", "frequent", "frequently"),
    examples=("transformers with the most outages last year",),
)  # fmt: skip
