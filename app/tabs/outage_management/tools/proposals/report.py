"""An outage that is reported by hand."""

from __future__ import annotations

from typing import Any, Final

from app import ways
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.results import Go, ToolResult
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.proposals.meant import names_in
from app.tabs.outage_management.tools.words import CAUSE_SAID, cause_named, plain
from data_sources.outages.life import ReportOutage


def propose_report(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Report an outage at a device, transformer, meter or line section."""
    kinds = ("device", "transformer", "meter", "segment")
    assets = [one for one in names_in(context, args) if one.kind in kinds]
    if len(assets) != 1:
        raise by_hand(
            "Name the device that opened, the transformer or meter that failed, or the faulted line section; or report "
            "it in Outage Management."
        )
    (asset,) = assets
    values: dict[str, Any] = {"utility_id": context.utility_id, f"{asset.kind}_id": asset.asset_id}
    cause = cause_named(args.order)
    values |= {"cause": cause} if cause else {}
    told = {asset.kind.capitalize(): asset.name} | ({"Cause": plain(cause)} if cause else {})
    go = Go("Report it by hand", ways.OUTAGES, texts=(("view", "active"),))
    title = f"Report an outage at {asset.name}"
    return proposed(context, title, ReportOutage, values, version=None, told=told, go=go)


REPORT_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_report", "A form that reports an outage at a device, transformer, meter or line section.",
        propose_report,
        ("outage",), ("report outage", "create outage", "new outage", "open outage", "enter outage", "log outage"),
        "report an outage at TX-0002-010", holds=Holds(reads=((CAUSE_SAID, "cause"),), words="cause caused by due"),
    ),
)  # fmt: skip
