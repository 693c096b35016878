"""What a person may say about a list of outages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from data_sources.errors import ImportRefused
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.readings.headings import evened

DurationUnit = Literal["seconds", "minutes", "hours", "days"]
Meaning = Literal["planned", "unplanned", "supply"]


@dataclass(frozen=True, slots=True)
class OutageOptions(ListOptions):
    """How a list of outages is to be understood.

    Attributes:
        duration_unit: of durations that are bare numbers.
        meanings: texts of causes and kinds, in lower case, to what they mean.
    """

    duration_unit: DurationUnit | None = None
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
