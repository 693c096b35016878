"""What AMI Analytics shows besides the selection that all tabs share: view in front, choices and picks of its views."""

from __future__ import annotations

from typing import Any

import param

VIEWS = ("load", "years", "meter", "map", "voltage", "losses", "completeness", "forecast", "outages")
RESOLUTIONS = ("auto", "15min", "hour", "day")
QUANTITIES = ("consumption", "voltage", "load_factor", "estimated")
LEVELS = ("meter", "transformer", "feeder")
SUSPECTS = ("theft", "stuck", "wrong_transformer")
SERVICE_RANGES = ("A", "B")
LOSS_PARTS = ("feeders", "transformers", "suspects")
READ_SHARES = ("received", "estimated", "late", "missing")
PICKS = (
    "picked",
    "loss_id",
    "read_day",
    "outage_id",
    "from_at",
    "to_at",
)  # rows of what is looked at: let go of when something else is


class AmiState(param.Parameterized):
    """Selections of the AMI Analytics tab alone. Each has one writer: the control that shows it."""

    view: Any = param.Selector(default="load", objects=list(VIEWS), doc="View in front.")
    resolution: Any = param.Selector(default="auto", objects=list(RESOLUTIONS), doc="Width of a point in time.")
    has_bands = param.Boolean(default=True, doc="Show min, P5, P95 and max of each point.")
    has_weather = param.Boolean(default=True, doc="Show the outdoor temperature.")
    quantity: Any = param.Selector(
        default="consumption", objects=list(QUANTITIES), doc="What colours the meters on the map."
    )
    at = param.Date(default=None, allow_None=True, doc="Instant of the map, naive UTC, start of an interval.")
    level: Any = param.Selector(default="meter", objects=list(LEVELS), doc="What a voltage exception is counted by.")
    suspect: Any = param.Selector(default="theft", objects=list(SUSPECTS), doc="Kind of suspects listed under Losses.")
    horizon_days = param.Integer(default=1, bounds=(1, 7), doc="Days the forecast looks ahead.")
    service_range: Any = param.Selector(
        default="A", objects=list(SERVICE_RANGES), doc="ANSI C84.1 service range of the exceptions. Writer: Voltage."
    )
    losses: Any = param.Selector(default="feeders", objects=list(LOSS_PARTS), doc="Part of Losses in front.")
    read_share: Any = param.Selector(
        default="received", objects=list(READ_SHARES), doc="What colours the heat map. Writer: Completeness."
    )
    read_day = param.CalendarDate(
        default=None, allow_None=True, doc="Local day picked in Completeness; its table lists that day alone."
    )  # fmt: skip
    picked = param.Integer(
        default=None, allow_None=True, bounds=(0, None),
        doc="Row picked in Voltage: meter or transformer, by level.",
    )  # fmt: skip
    loss_id = param.Integer(
        default=None, allow_None=True, bounds=(0, None),
        doc="Row picked in Losses: feeder, transformer or suspected meter, by part; a rank below a feeder.",
    )  # fmt: skip
    outage_id = param.Integer(
        default=None, allow_None=True, bounds=(1, None), doc="Outage picked in Outages. Writer: its table."
    )  # fmt: skip
    from_at = param.Date(
        default=None, allow_None=True,
        doc="First instant of the period that charts show, naive UTC; None for all of it. Writer: `app.ways`.",
    )  # fmt: skip
    to_at = param.Date(default=None, allow_None=True, doc="The instant after the last one, likewise.")
