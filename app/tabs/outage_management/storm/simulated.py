"""The form by which a storm is simulated in a demo, and what it asks for."""

from __future__ import annotations

from typing import Final

from app.desk import fields
from app.desk.fields import Field, Form, Typed
from app.tabs.outage_management.storm.asking import Wanted
from data_sources.demo.simulated_storm import StartSimulatedStorm
from data_sources.errors import InvalidCommand

FORM: Final = Form(
    "simulate", "Start a simulated storm", "Start simulated storm",
    [
        Field("faults", "Faults that it brings", "line", value="60"),
        Field("minutes", "Minutes that it lasts", "line", value="20"),
    ],
    "The simulator lets a front move over this demo utility. Declaring the storm is up to you.",
)  # fmt: skip


def wanted(utility_id: int, typed: Typed) -> Wanted:
    """The command that the filled form means.

    Raises:
        InvalidCommand: a number is none, or out of bounds.
    """
    values = {name: _whole(typed, name) for name in ("faults", "minutes")}
    return Wanted(StartSimulatedStorm.of(utility_id=utility_id, **values))


def _whole(typed: Typed, name: str) -> int:
    text = fields.one(typed, name, "Give a number.")
    if not text.isdigit():
        raise InvalidCommand("Give a whole number.", name)
    return int(text)
