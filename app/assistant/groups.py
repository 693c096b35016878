"""What a quantity may be grouped by: a kind of place, a category, a step of time; the words that operators say for it.

A tool takes one by its argument `group` (and a second by `also`), or its rows are of one kind already, as feeders are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Step = Literal["", "hour", "weekday", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class ToolGroup:
    """One way to group rows.

    Attributes:
        key: value of the argument `group`.
        words: how it is said, singular: "feeder", "kind of work".
        title: heading of its column.
        column: of the rows that are grouped; empty where it is called as the key.
        step: of a time column: rows fall into local hours of the day, days, months …; empty for a category.
        nothing: what stands for a row that has none.
    """

    key: str
    words: tuple[str, ...]
    title: str
    column: str = ""
    step: Step = ""
    nothing: str = "not known"

    @property
    def source(self) -> str:
        """Column of the rows that are grouped."""
        return self.column or self.key


FEEDER: Final = ToolGroup("feeder", ("feeder",), "Feeder", "feeder_name", nothing="no feeder")
SUBSTATION: Final = ToolGroup("substation", ("substation",), "Substation", "substation_name", nothing="no substation")
PLACES: Final = (FEEDER, SUBSTATION)
CREW: Final = ToolGroup("crew", ("crew", "team"), "Crew", "crew_name", nothing="no crew")
CAUSE: Final = ToolGroup("cause", ("cause", "reason", "cause code"), "Cause")
PRIORITY: Final = ToolGroup("priority", ("priority", "urgency", "severity"), "Priority")
OF_PLACES: Final = (
    *PLACES, CAUSE, ToolGroup("transformer", ("transformer",), "Transformer"), ToolGroup("pole", ("pole",), "Pole"),
    ToolGroup("meter", ("meter", "customer", "account"), "Meter"),
)  # fmt: skip
"""What rows of rankings are about."""

HOUR: Final = ToolGroup("hour", ("hour", "hour of day", "hour of the day", "time of day"), "Hour", step="hour")
WEEKDAY: Final = ToolGroup(
    "weekday", ("weekday", "day of week", "day of the week", "week day"), "Weekday", step="weekday"
)
DAY: Final = ToolGroup("day", ("day", "date", "calendar day"), "Day", step="day")
WEEK: Final = ToolGroup("week", ("week", "calendar week"), "Week from", step="week")
MONTH: Final = ToolGroup("month", ("month", "calendar month"), "Month", step="month")
YEAR: Final = ToolGroup("year", ("year", "calendar year"), "Year", step="year")
STEPS: Final = (HOUR, WEEKDAY, DAY, WEEK, MONTH, YEAR)

INTERVAL: Final = ToolGroup("hour", ("hour", "interval", "quarter hour", "minute"), "From")
"""Of a curve: its rows are steps of time already."""


def of_time(column: str, *steps: ToolGroup) -> tuple[ToolGroup, ...]:
    """Steps of time of a column of moments.

    Args:
        column: of the rows that are grouped.
        steps: which; all of them where none is given.
    """
    return tuple(ToolGroup(one.key, one.words, one.title, column, one.step, one.nothing) for one in (steps or STEPS))
