"""Prices, hours and effects that a person may replace: what each is, in which unit, within which bounds, whose guess.

The address keeps those that were changed, as `name:value`; see `ChangedNumbers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

import param

from data_sources.analytics.cascade.costs import OURS, SOURCES, CostParameters
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.numerals import number
from data_sources.studies.cascade.study import WorkHours

Group = Literal["hours", "prices", "investments"]
MOST_USD, MOST_HOURS = 1e9, 10_000.0


@dataclass(frozen=True, slots=True)
class CascadeNumber:
    """One number.

    Attributes:
        name: of the field it fills.
        title: what a person calls it.
        unit: of the number.
        group: the form it stands in.
        low: the least it may be.
        high: the most.
    """

    name: str
    title: str
    unit: str
    group: Group
    low: float = 0.0
    high: float = MOST_USD

    @property
    def source(self) -> str:
        """Whose number the preset is."""
        return SOURCES.get(self.name, OURS)


PARAMETERS: dict[str, CascadeNumber] = {
    one.name: one
    for one in (
        CascadeNumber("repair_hours", "Repair of what failed", "crew-h", "hours", 0.01, MOST_HOURS),
        CascadeNumber("reclose_hours", "Closing what tripped", "crew-h", "hours", 0.01, MOST_HOURS),
        CascadeNumber("substation_factor", "At a substation", "times", "hours", 0.01, 100.0),
        CascadeNumber("interruption_usd_per_customer_hour", "Interruption", "USD per customer-h", "prices"),
        CascadeNumber("unserved_usd_per_kwh", "Energy not served", "USD per kWh", "prices"),
        CascadeNumber("regulatory_base_usd", "Regulator, each event", "USD", "prices"),
        CascadeNumber("regulatory_usd_per_mw", "Regulator, by load lost", "USD per MW", "prices"),
        CascadeNumber("crew_usd_per_hour", "Crew", "USD per h", "prices"),
        CascadeNumber("equipment_usd_per_substation", "Equipment, substation", "USD each", "prices"),
        CascadeNumber("equipment_usd_per_other", "Equipment, feeder or section", "USD each", "prices"),
        CascadeNumber("uprate_share", "Uprating adds", "of the rating", "investments", 0.0, 1.0),
        CascadeNumber("load_reduction_share", "Demand response takes", "of the load", "investments", 0.0, 1.0),
        CascadeNumber("harden_substation_usd", "Harden a substation", "USD", "investments"),
        CascadeNumber("harden_other_usd", "Harden a feeder or section", "USD", "investments"),
        CascadeNumber("bank_usd_per_mw", "Substation transformer", "USD per MW", "investments"),
        CascadeNumber("feeder_usd_per_mw", "Feeder head", "USD per MW", "investments"),
        CascadeNumber("line_usd_per_mw", "Line or tie", "USD per MW", "investments"),
        CascadeNumber("load_reduction_usd_per_kw", "Demand response", "USD per kW", "investments"),
        CascadeNumber("new_tie_usd", "New tie", "USD each", "investments"),
        CascadeNumber("new_tie_usd_per_km", "New tie, by length", "USD per km", "investments"),
        CascadeNumber("new_tie_a", "New tie bears", "A", "investments", 1.0, 5000.0),
        CascadeNumber("checked_transfer_usd_per_tie", "Switching that looks at loads", "USD per tie", "investments"),
    )
}
PRESETS: dict[str, float] = {**asdict(WorkHours()), **asdict(CostParameters()), **asdict(InvestmentParameters())}
T = TypeVar("T", WorkHours, CostParameters, InvestmentParameters)


class ChangedNumbers(param.String):
    """Numbers that were changed, `name:value,name:value`; what is no such text, or beyond its bounds, is refused."""

    def _validate(self, val: Any) -> None:
        super()._validate(val)
        changes_of(val)


def changes_of(text: str) -> dict[str, float]:
    """The numbers that were changed, by name.

    Raises:
        ValueError: as `read_change`.
    """
    return dict(read_change(part) for part in text.split(",") if part)


def written(changes: Mapping[str, float]) -> str:
    """The same as text, in the order of `PARAMETERS`."""
    return ",".join(f"{name}:{changes[name]!r}" for name in PARAMETERS if name in changes)


def read_change(text: str) -> tuple[str, float]:
    """Name and value of `name:value`.

    Raises:
        ValueError: there is no such number, or it is not within its bounds; one sentence.
    """
    name, _, digits = text.partition(":")
    if name not in PARAMETERS:
        raise ValueError(f"There is no number {name!r} to change.")
    one, value = PARAMETERS[name], number(digits)
    if not one.low <= value <= one.high:
        raise ValueError(f"{one.title} lies between {one.low:g} and {one.high:,g} {one.unit}.")
    return name, value


def with_change(text: str, name: str, digits: str) -> str:
    """The text with one number changed, or back at its preset where nothing is written.

    Raises:
        ValueError: as `read_change`.
    """
    changes = {known: value for known, value in changes_of(text).items() if known != name}
    if digits.strip():
        _, value = read_change(f"{name}:{digits}")
        changes |= {} if value == PRESETS[name] else {name: value}
    return written(changes)


def values_of(text: str) -> dict[str, float]:
    """All numbers: presets, and what was changed."""
    return {**PRESETS, **changes_of(text)}


def filled(kind: type[T], values: Mapping[str, float]) -> T:
    """The fields of one group of numbers."""
    return kind(**{name: values[name] for name in asdict(kind())})
