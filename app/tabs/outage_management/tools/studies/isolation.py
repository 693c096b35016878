"""How the fault of an outage, or one that is supposed, is isolated and others are fed."""

from __future__ import annotations

import re
from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel

from app import ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import PLACES, asset_of, number_of, place_of, told_place
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.rows import where
from app.assistant.tools import Tool, name_of
from app.tabs.outage_management.tools.now import lasting_outages
from app.tabs.outage_management.tools.one import outage_row
from app.tabs.outage_management.tools.words import ONLY, outage_go
from app.widgets.column import Column
from data_sources.network.switching_sheet import switching_sheet, unserved_in_words
from data_sources.studies.isolation.of_outage import OutageStudy, study_of_outage
from data_sources.studies.isolation.of_thing import SupposedFault, study_of_thing

FAULTED: Final = ("segment", "device", "transformer", "pole", "meter")


class IsolationOf(BaseModel):
    """Which outage, or where a fault is supposed."""

    name: str = name_of("outage", *FAULTED, "feeder", "substation")


_SHEET: Final = (
    Column("number", "Step", "count"), Column("instruction", "Do"), Column("restored", "Back", "count"),
    Column("out", "Still out", "count"), Column("feeder", "Heaviest feeder"), Column("line", "Heaviest line"),
    Column("voltage", "Lowest voltage"),
)  # fmt: skip


def _outage_meant(context: ToolContext, name: str) -> int | NamedAsset:
    """The outage of that number, or the one that lasts at that place; the thing itself where none is recorded at it.

    Raises:
        NoAnswer: there is no such thing; at a place none lasts, or more than one.
    """
    if re.fullmatch(r"\s*(?:outage\s*)?(?:no\.?|number|#)?\s*\d{1,18}\s*", name.lower()):
        return int(outage_row(context, number_of(name, "outage"))["outage_id"])
    asset = asset_of(context, name, (*PLACES, *FAULTED))
    if asset.kind not in PLACES:
        lasting = lasting_outages(context, place_of(context, ""))
        numbers = where(lasting, thing=asset.name)["outage_id"].to_pylist()
        return int(numbers[0]) if len(numbers) == 1 else asset
    place = place_of(context, name)
    numbers = lasting_outages(context, place)["outage_id"].to_pylist()
    if not numbers:
        raise NoAnswer(
            RefusalReason.NO_SUCH_ASSET,
            f"{told_place(place)} has no outage now, so there is no fault to isolate; name the line, pole, "
            f"transformer or "
            "device at which a fault is supposed, ask what happens if it fails, or which ties it has.",
        )
    if len(numbers) != 1:
        told = f" ({', '.join(map(str, numbers[:5]))})" if numbers else ""
        raise NoAnswer(
            RefusalReason.NO_SUCH_ASSET,
            f"{told_place(place)} has {len(numbers):,} outages now{told}: say which by its number.",
        )
    return int(numbers[0])


NO_STEP: Final = "Nothing to switch: what opened isolates the fault, and nothing behind it can be fed from elsewhere."


def isolation_study(context: ToolContext, args: IsolationOf) -> ToolResult:
    """Ordered steps that isolate the fault of an outage, or one that is supposed at a thing, and feed others."""
    meant = _outage_meant(context, args.name)
    found: OutageStudy | SupposedFault | str | None
    if isinstance(meant, NamedAsset):
        found = study_of_thing(context.live_source, context.utility_id, meant.kind, meant.asset_id)
        title, go = f"Isolation of a fault at {meant.name}", to_map(meant)
    else:
        found = study_of_outage(context.live_source, context.utility_id, meant, None)
        title = f"Isolation of outage {meant}"
        go = Go(f"Open the study of outage {meant}", ways.OUTAGES, outage_go(meant).asset, texts=(
            ("view", "active"), ("outage", str(meant)), ("outage_part", "isolation"),
        ))  # fmt: skip
    if found is None:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA,
            f"Nothing says which line has the fault of outage {meant}: pick one on the map, in its isolation study.",
        )
    if isinstance(found, str):
        raise NoAnswer(RefusalReason.NOT_IN_DATA, found)
    lines = switching_sheet(found.network, found.study)
    steps: list[dict[str, Any]] = [{one.key: getattr(line, one.key) for one in _SHEET} for line in lines]
    table = pa.Table.from_pylist(
        steps or [{"instruction": NO_STEP}],
        pa.schema([(one.key, pa.int64() if one.kind == "count" else pa.string()) for one in _SHEET]),
    )
    left = " ".join(unserved_in_words(found.network, found.study))
    supposed = f" at {meant.name}, which is supposed" if isinstance(meant, NamedAsset) else ""
    note = (
        f"{ONLY} Fault on line {_line_name(found)}{supposed}: {found.study.customers_lost:,} customers without supply, "
        f"{found.study.customers_restored:,} of them until it is switched.{' ' + left if left else ''}"
    )
    return result_of(
        context, title, table, _SHEET, place=f"Feeder {found.feeder_name}", as_of=found.as_of, note=note, goes=(go,),
    )  # fmt: skip


def _line_name(found: OutageStudy | SupposedFault) -> str:
    segments = found.network.segments
    return str(segments["segment_name"][segments.index(found.segment_id)])


ISOLATION_TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "isolation_study",
        "How the fault of an outage can be isolated and others fed from elsewhere, step by step; it operates nothing.",
        IsolationOf, isolation_study, "study", ("outage", "feeder", "transformer", "pole", "device", "segment"),
        words=("isolate", "isolated", "isolation plan", "isolate fault", "fault isolation", "isolation fault",
            "sectionalise fault",
            "isolation step", "how isolate", "fault", "isolation study", "isolate study", "study of isolation",
            "isolation",
            "switching sheet", "switching step", "switching plan",
            "how isolated", "restored by switching", "restore by switching", "back feed", "backfeed",
               "restored from elsewhere", "fed from elsewhere", "fed elsewhere",
               "sectionalise", "sectionalize", "feed from elsewhere"),
        examples=("how can outage 12 be isolated",),
    ),
)  # fmt: skip
