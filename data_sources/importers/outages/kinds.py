"""Which rows were planned, and which lost supply from above: by a column of their own, or else by their cause."""

from __future__ import annotations

from collections import Counter

import numpy as np

from data_sources.importers.lists.rows import so_many
from data_sources.importers.outages.meanings import of_cause, of_flag
from data_sources.importers.outages.options import Meaning
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.readings.arrays import Bools

SHOWN = 5
_WORDS: dict[Meaning, str] = {"planned": "planned", "supply": "loss of supply"}


def kind(rows: SheetRows, meaning: Meaning) -> Bools:
    """Whether each row is planned, or loss of supply.

    Args:
        rows: the file.
        meaning: "planned" or "supply".
    """
    flags = _flags(rows, meaning)
    return _by_cause(rows, meaning) if flags is None else flags


def _flags(rows: SheetRows, meaning: Meaning) -> Bools | None:
    """By the column of its own; None where there is none that says so."""
    if not rows.has(meaning):
        return None
    said = rows.options.meanings
    found = {text: of_flag(text, said, meaning) for text in rows.distinct(meaning)}
    unknown = [text for text, flag in found.items() if flag is None]
    if len(unknown) == len(found):
        return None
    if unknown:
        shown = ", ".join(map(repr, unknown[:SHOWN])) + (", …" if len(unknown) > SHOWN else "")
        rows.note(
            f"{rows.name(meaning)!r} holds {shown}, which is taken as not {_WORDS[meaning]} (--value {meaning}=TEXT "
            f"says otherwise)."
        )
    return rows.by_text(meaning, lambda text: bool(found.get(text))).astype(np.bool_)


def _by_cause(rows: SheetRows, meaning: Meaning) -> Bools:
    """By what causes say, which is told."""
    if not rows.has("cause"):
        return np.zeros(len(rows.sheet), np.bool_)
    said = rows.options.meanings
    found = rows.by_text("cause", lambda text: of_cause(text, said) == meaning).astype(np.bool_)
    if (told := found & ~rows.bad).any():
        counted = Counter(rows.texts("cause")[told].tolist())
        shown = ", ".join(f"{text!r} ({count:,})" for text, count in counted.most_common(SHOWN))
        more = ", …" if len(counted) > SHOWN else ""
        rows.note(f"By their cause {_WORDS[meaning]}: {so_many(int(told.sum()))}, {shown}{more}.")
    return found
