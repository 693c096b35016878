"""What a person may say about a list of outages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from data_sources.errors import ImportRefused
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.options import DateOrder, DecimalMark

DurationUnit = Literal["seconds", "minutes", "hours", "days"]
Meaning = Literal["planned", "unplanned", "supply"]


@dataclass(frozen=True, slots=True)
class OutageOptions:
    """How a list is to be understood, where it does not say it itself.

    Attributes:
        time_zone: clock of local times, an IANA name or an offset such as +10:00; None for times as written.
        date_order: of day, month and year in dates such as 03/04/2012.
        duration_unit: of durations that are bare numbers.
        decimal: decimal mark of numbers; the other one parts thousands.
        columns: role to the file's own column name; an empty name where none is to count.
        meanings: texts of causes and kinds, in lower case, to what they mean.
    """

    time_zone: str | None = None
    date_order: DateOrder | None = None
    duration_unit: DurationUnit | None = None
    decimal: DecimalMark | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, Meaning] = field(default_factory=dict)


def meanings_said(texts: Iterable[str]) -> dict[str, Meaning]:
    """What was written as MEANING=TEXT: the text, in lower case, to what it means.

    Raises:
        ImportRefused: one of them is written otherwise, or means nothing we know.
    """
    found: dict[str, Meaning] = {}
    for text in texts:
        meaning, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise ImportRefused(f"--value {text}: write MEANING=TEXT, for instance --value planned=Maintenance.")
        if (known := meaning.strip().lower()) not in get_args(Meaning):
            raise ImportRefused(
                f"--value {text}: there is no {meaning.strip()!r}; meanings are {', '.join(get_args(Meaning))}."
            )
        found[evened(value).lower()] = known  # type: ignore[assignment]
    return found


def roles_said(texts: Iterable[str]) -> dict[str, str]:
    """What was written as ROLE=NAME: the column of each role; an empty name where none is to count.

    Raises:
        ImportRefused: one of them has no equals sign, or a role is given twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        role, sign, name = (part.strip() for part in text.partition("="))
        if not sign or not role:
            raise ImportRefused(
                f"--column {text}: write ROLE=NAME, for instance --column customers=Meters, or ROLE= where none counts."
            )
        if role.lower() in found:
            raise ImportRefused(f"--column {text}: {role!r} is {found[role.lower()]!r} already; it has one column.")
        found[role.lower()] = name
    return found
