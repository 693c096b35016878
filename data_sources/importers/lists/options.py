"""What a person may say about any list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data_sources.errors import ImportRefused
from data_sources.importers.readings.options import DateOrder, DecimalMark


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is to be understood, where it does not say it itself.

    Attributes:
        time_zone: clock of local times, an IANA name or an offset such as +10:00; None for times as written.
        date_order: of day, month and year in dates such as 03/04/2012.
        decimal: decimal mark of numbers; the other one parts thousands.
        columns: role to the file's own column name; an empty name where none is to count.
    """

    time_zone: str | None = None
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


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
