"""Column: how one column of a table is headed, written, aligned and named in a file; the same for every table."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from app import formats
from app.widgets.html import Markup, el
from data_sources.outages.causes import CauseCode

Row = Mapping[str, Any]
# text: as it is; words: a code of ours as words (`en_route` is "En route"); count: whole; number: with decimals; share:
# in percent; duration: minutes; day: a date; time: an instant in the utility's zone; datetime:
# the same with its year; flag: a badge where it is so; badge: a word of a closed list, in the tone that the list names.
Kind = Literal["text", "words", "count", "number", "share", "duration", "day", "time", "datetime", "flag", "badge"]
# any: always there; medium, wide: only where its table is as wide; it is in the files all the same.
Room = Literal["any", "medium", "wide"]
NUMBERS = frozenset({"count", "number", "share", "duration"})
TEXTS = frozenset({"text", "words", "badge"})  # sorted from A to Z first; all others have the largest or latest first


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: of the rows; it is sorted by this.
        title: its heading, without the unit.
        kind: how its cells are written and to which side they stand.
        decimals: digits after the point, of numbers and shares.
        unit: in the heading, once for all cells.
        factor: what a number is multiplied by before it is written, such as 0.001 from kW to MW.
        write: a row's cell as text or Markup, where no kind fits.
        tones: of a badge, by value: "normal", "good", "attention", "warning" or "bad".
        tip: what the heading means, in a sentence.
        file_name: of the column in an exported file; empty for its key.
        room: how wide a table has to be to show it.
    """

    key: str
    title: str
    kind: Kind = "text"
    decimals: int = 0
    unit: str = ""
    factor: float = 1.0
    write: Callable[[Row], object] | None = None
    tones: Mapping[str, str] | None = None
    tip: str = ""
    file_name: str = ""
    room: Room = "any"

    @property
    def is_falling_first(self) -> bool:
        """Whether the first click on its heading sorts the largest first."""
        return self.kind not in TEXTS

    @property
    def heading(self) -> str:
        """`Losses, kWh`."""
        unit = self.unit or ("%" if self.kind == "share" else "")
        return f"{self.title}, {unit}" if unit else self.title

    @property
    def style(self) -> str:
        """Classes of its cells: figures stand to the right, and some are left out of a narrow table."""
        side = "is-number" if self.kind in NUMBERS else ""
        return side if self.room == "any" else f"{side} for-{self.room}".lstrip()

    def cell(self, row: Row, time_zone: str = "UTC") -> object:
        """A row's cell as text or Markup; a dash where nothing is known.

        Args:
            row: by column.
            time_zone: IANA name of the zone that times are told in.
        """
        if self.write is not None:
            return self.write(row)
        value = row[self.key]
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return formats.NOTHING
        return self._written(value, time_zone)

    def _written(self, value: Any, time_zone: str) -> object:
        if self.kind in ("count", "number", "share"):
            return formats.number(value * self.factor, self.decimals)
        if self.kind == "duration":
            return formats.duration(value)
        if self.kind == "time":
            return formats.day_and_clock(value, time_zone)
        if self.kind == "datetime":
            return formats.date_and_clock(value, time_zone)
        if self.kind == "day":
            return day_words(value)
        if self.kind == "flag":
            return el("span", self.title, cls="badge is-attention") if value else Markup("")
        if self.kind == "badge":
            return el("span", words(value), cls=f"badge is-{(self.tones or {}).get(str(value), 'normal')}")
        return words(value) if self.kind == "words" else str(value)


# Words of the trade that people write in small letters; whatever else stands in such a column is a name of their own.
COMMON = frozenset([
    *get_args(CauseCode), "dig_in", "equipment_failure", "scheduled_maintenance", "storm", "third_party", "tree",
    "wildlife", "wood", "steel", "concrete", "composite", "fibreglass", "fiberglass", "aluminium", "hospital", "water",
    "life_support", "police", "school", "shelter", "telecom", "nursing_home", "emergency",
])  # fmt: skip


def spoken(text: object) -> str:
    """What anybody may have written: a common word with a capital, everything else as it was written."""
    return words(text) if text in COMMON else str(text)


def words(code: object) -> str:
    """A code of ours as words: `en_route` is "En route"."""
    text = str(code).replace("_", " ")
    return text[:1].upper() + text[1:]


def day_words(day: dt.date) -> str:
    """`Sun 22 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"
