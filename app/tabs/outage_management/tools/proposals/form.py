"""The form that changes one outage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.assistant.context import ToolContext
from app.assistant.proposing import proposed
from app.assistant.results import ToolResult
from app.tabs.outage_management.tools.proposals.meant import Row
from app.tabs.outage_management.tools.words import outage_go, plain
from data_sources.outages.life import OutageCommand

Said = dict[str, str]


def form_of(
    context: ToolContext, kind: type[OutageCommand], row: Row, title: str, values: Mapping[str, Any], told: Said
) -> ToolResult:
    """The form of a command to an outage: what it is now, and what is to become of it."""
    number = int(row["outage_id"])
    at = row["device_name"] or row["transformer_name"] or row["meter_name"] or row["feeder_name"]
    what = f"{number}, {at} on {row['feeder_name']}, {plain(row['state'])}, {row['customers_out'] or 0:,} customers out"
    return proposed(
        context, title, kind, {"outage_id": number, **values}, version=row["version"], told={"Outage": what, **told},
        go=outage_go(number), place=f"Feeder {row['feeder_name']}",
    )  # fmt: skip
