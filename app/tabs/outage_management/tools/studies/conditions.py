"""Under which conditions something is supposed to fail: weather, load, what is borne; how people call them."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from app.assistant.tools import ToolChoice
from app.tabs.outage_management.cascade.rows import SCENARIO_TITLES
from data_sources.analytics.cascade.conditions import SCENARIOS

Scenario = Literal["normal", "summer_peak", "winter_storm", "hurricane"]
Loads = Literal["mean", "present", "peak"]
SCENARIO: Any = Field("normal", description="under which conditions: air temperature, load, overload that is borne")
LOADS: Any = Field("mean", description="which loads are multiplied: mean of a year, present ones, design peak")
SCENARIO_CHOICES: Final = (
    ToolChoice(("heat wave", "heatwave", "summer peak", "hot day", "heat", "hot summer day"),
        {"scenario": "summer_peak"}),
    ToolChoice(("winter storm", "ice storm", "cold snap", "deep freeze", "blizzard"), {"scenario": "winter_storm"}),
    ToolChoice(("hurricane", "tropical storm"), {"scenario": "hurricane"}),
    ToolChoice(("normal condition", "normal day", "normal"), {"scenario": "normal"}),
    ToolChoice(("present load", "load now", "current load"), {"loads": "present"}),
    ToolChoice(("design peak", "peak load"), {"loads": "peak"}),
    ToolChoice(("mean load", "average load"), {"loads": "mean"}),
)  # fmt: skip


def under(scenario: str) -> str:
    """A scenario's name and what it assumes."""
    one = SCENARIOS[scenario]
    return (
        f"{SCENARIO_TITLES[scenario]}: {one.temperature_c:g} °C, load times {one.load_multiplier:g}, "
        f"{100 * one.failure_threshold:g} % overload borne, ties close without a look at the load"
    )
