"""How long a feeder, a substation or the utility was out in a period: hours of outages, minutes of customers."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.results import ToolResult
from app.assistant.rows import where
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.outage_management.tools.past import LENGTHS, OutagesFiltered, found_outages, outages_told
from app.tabs.outage_management.tools.words import CAUSE_CHOICES, KIND_CHOICES, view_go
from app.widgets.column import Column


class TimeOut(OutagesFiltered):
    """Of which outages, which of the times."""

    quantity: str = ""


_STATES: Final = ("out", "without power", "without supply", "down", "dark", "off", "out of service",
    "de energized",
                  "deenergized", "out of power", "no power")  # fmt: skip


def _in(*times: str, of: tuple[str, ...] = ("",)) -> tuple[str, ...]:
    return tuple(f"{who} {time} {state}".strip() for who in of for time in times for state in _STATES)


_WHO: Final = ("customer", "people")
_QUANTITIES: Final = (
    ToolQuantity(
        "outage_hours",
        (*_in("hour", "time"), "long out", "long without power", "long without supply", "long down", "outage hour",
        "outage time", "downtime", "hour of outage", "total outage hour",
         "hour of interruption"),
        Column("outage_hours", "Outage time, summed over outages", "number", 1, "h"), "most",
    ),
    ToolQuantity(
        "outage_minutes", (*_in("minute"), "outage minute", "minute of outage", "minute of interruption"),
        Column("outage_minutes", "Outage time, summed over outages", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "customer_hours", (*_in("hour", "time", of=_WHO), "customer hour without supply"),
        Column("customer_hours", "Customer time without supply", "number", 0, "h"), "most",
    ),
    ToolQuantity(
        "customer_minutes", (*_in("minute", of=_WHO), "customer minute without supply"),
        Column("customer_minutes", "Customer time without supply", "number", 0, "min"), "most",
    ),
    ToolQuantity(
        "mean_minutes",
        ("average customer minute out", "average minute off per customer", "minute off per customer",
            "average minute without power per customer",
            "average minute off customer served", "average time without supply per customer",
            "time without supply per customer", "minute without supply per customer",
            "average customer minute without power", "average customer dark", "typical customer dark",
            "average over customer dark", "minute no power each customer", "average minute no power customer",
            "average minute without supply per customer", "hour without power per customer",
            "average hour without power per customer", "average minute off per customer served",
            "average customer hour out", "average customer long out",
         "average customer without power", "average customer time out", "average customer without supply"),
        Column("mean_minutes", "Without supply, in the mean of all customers served", "number", 1, "min"), "most",
    ),
)  # fmt: skip


def time_out(context: ToolContext, args: TimeOut) -> ToolResult:
    """What the outages that began in a period come to in time."""
    found = found_outages(context, args)
    minutes = found.table["duration_minutes"].cast(pa.float64()).to_numpy(zero_copy_only=False)
    begun = found.table["started_at"].cast(pa.timestamp("ms")).to_numpy()
    lasts = (np.datetime64(context.now.replace(tzinfo=None), "ms") - begun) / np.timedelta64(1, "m")
    minutes = np.where(np.isnan(minutes), lasts, minutes)
    served = context.live("customers_by_feeder", utility_id=context.utility_id)
    if found.place.kind != "utility":
        served = where(served, **{f"{found.place.kind}_name": found.place.name})
    customers = float(pc.sum(served["customers_served"]).as_py() or 0)
    lost = float(pc.sum(found.table["customer_minutes"]).as_py() or 0)
    table = pa.table({
        "outage_hours": [float(minutes.sum() / 60)], "outage_minutes": [float(minutes.sum())],
        "customer_hours": [lost / 60], "customer_minutes": [lost],
        "mean_minutes": pa.array([lost / customers if customers else None], pa.float64()),
        "longest_hours": pa.array([float(minutes.max() / 60) if len(minutes) else None], pa.float64()),
        "outages": pa.array([found.table.num_rows]),
    })  # fmt: skip
    columns = (
        *(one.column for one in _QUANTITIES), Column("longest_hours", "Longest", "number", 1, "h"),
        Column("outages", "Outages", "count"),
    )  # fmt: skip
    note = (
        f"{found.note} From the beginning of each to its last customer back, up to now of what lasts; outages "
        f"at the same "
        "time count each, and an outage seldom takes a whole feeder: customer time counts each customer's own."
    )
    told = {**found.told, "note": note}
    goes = (view_go("Open replay", "replay"),)
    return result_of(context, f"{outages_told(args)}, time without supply", table, columns, goes=goes, **told)


TIME_OUT: Final = Tool(
    "time_out",
    "How long a feeder, substation or the utility was out in a period: hours summed over its outages, "
    "customers' minutes "
    "without supply, minutes in the mean of all customers served.",
    TimeOut, time_out, "row", ("outage", "feeder", "substation", "customer", "utility", "system"), _QUANTITIES,
    choices=(*CAUSE_CHOICES, *KIND_CHOICES, *LENGTHS),
    examples=("how many hours was F0003 out this year",
        "how many minutes were customers on F0002 without power this year"),
)  # fmt: skip
