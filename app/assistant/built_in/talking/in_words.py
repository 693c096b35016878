"""What the last answer was of, in words: its rows or its figure, its place and its period, to be asked again otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer, spoken
from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.talking.rows_before import period_before, rows_before

OF_NOW: Final = frozenset(("active_outages", "outages_now", "foremost_outage", "active_outages_grouped"))
"""Tools that tell of what lasts now."""


@dataclass(frozen=True, slots=True)
class ToldInWords:
    """What an answer was of, in words.

    Attributes:
        words: its rows or its figure: "outages", "SAIDI".
        place: it was of; empty for the utility.
        period: as a question says it; empty for none.
        is_rows: it was of things that can be counted.
    """

    words: str
    place: str
    period: str
    is_rows: bool

    def asked(self, words: str) -> str:
        """A question of the same place and period."""
        place = f" on {self.place}" if self.is_rows else f" of {self.place}"
        return f"{words}{place if self.place else ''} {self.period}".strip()


def told_in_words(last: LastAnswer) -> ToldInWords | None:
    """What an answer was of, in words; None where words cannot say it.

    Args:
        last: the answer.
    """
    arguments = last.arguments
    if (ahead := arguments.get("ahead")) and last.worded.tool.name.startswith("forecast"):
        return ToldInWords("forecast load", str(arguments.get("place") or ""), str(ahead).replace("_", " "), False)
    quantity = last.worded.quantity_of(arguments.get("quantity"))
    plain = {key: value for key, value in arguments.items() if key != "name"}
    rows = rows_before(LastAnswer(last.worded, plain, last.text, last.rows))
    if last.worded.tool.shape in ROW_SHAPES or (rows is not None and quantity is None):
        if rows is None:
            return None
        now = "active " if last.worded.tool.name in OF_NOW and not rows.many.startswith("customers") else ""
        of = str(arguments.get("name") or "")
        return ToldInWords(f"{now}{rows.many}{rows.rest}", rows.place or of, rows.period, True)
    if quantity is None:
        return None
    name = str(arguments.get("name") or arguments.get("place") or "")
    return ToldInWords(spoken(quantity), name, period_before(last), False)
