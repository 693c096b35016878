"""Values of a list's cells: quantities, words; what cannot be is refused with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.assets.headings import MEASURED
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.lists.rows import ListRows
from data_sources.importers.lists.units import PERCENT, KnownUnits, bracketless, unit_named
from data_sources.importers.readings.arrays import Floats
from data_sources.network.rows import Texts

Rows = ListRows[ListOptions]

IMPERIAL: Final = ("feet", "inches", "yards")
NO_VALUE: Final = ("", "-", "?", "n/a", "na", "none", "null", "unknown", "not known", "unk", "nan", "tbd")
SHARES: Final = 1.0
SHORT_SCALE: Final = 10.0


def said(rows: Rows, role: str) -> Texts:
    """Texts of a column; '' where a cell says that nothing is known."""
    texts = rows.texts(role)
    return np.array([("" if text.strip().lower() in NO_VALUE else text.strip()) for text in texts.tolist()], object)


def quantity(rows: Rows, role: str, least: float, most: float, what: str) -> Floats:
    """Numbers of a column within bounds; NaN where nothing is said.

    Args:
        rows: of the file.
        role: of the column.
        least: what is smaller is refused.
        most: what is larger is refused.
        what: it is, for reasons: "between 0 and 100".
    """
    if not rows.has(role):
        return np.full(len(rows.sheet), np.nan)
    texts = said(rows, role).tolist()
    if role in MEASURED and _quantity_of(role) is PERCENT:
        texts = [text.removesuffix("%").strip() for text in texts]
    value = rows.numbers(role, pa.array(texts, pa.string()))
    rows.refuse((value < least) | (value > most), f"{rows.name(role)!r} is not {what}")
    return value


def measured(rows: Rows, role: str, most: float) -> Floats:
    """Numbers of a column that has a unit, in ours; what its heading names is converted, and what was done is told.

    Args:
        rows: of the file.
        role: of the column.
        most: in our unit; what is larger or negative is refused.

    Raises:
        ImportRefused: the heading names a unit that is none of the quantity's.
    """
    if not rows.has(role):
        return np.full(len(rows.sheet), np.nan)
    name, unit, kept = rows.name(role), unit_of(rows, role), _quantity_of(role)
    factor = kept.factors.get(unit, 1.0)
    value = factor * quantity(rows, role, 0.0, most / factor, f"between 0 and {most / factor:,.0f}")
    if unit and factor != 1:
        rows.note(f"{name!r} is in {unit}; it is kept in {kept.kept}.")
    elif not unit and kept is not PERCENT:
        rows.note(f"{name!r} names no unit; it is taken as {kept.kept}.")
    return value


def unit_of(rows: Rows, role: str) -> str:
    """The unit that the heading of a column names; empty where it names none.

    Raises:
        ImportRefused: it names one that is none of the quantity's.
    """
    name, kept = rows.name(role), _quantity_of(role)
    found = unit_named(name, kept, MEASURED[role].aliases)
    if found.unknown:
        raise ImportRefused(
            f"{rows.sheet.file}: {name!r} names {found.unknown!r}, which is no unit that is known of it; bring it to "
            f"{_listed(kept.factors)} and say so in its heading, or leave it out with --column {role}=."
        )
    return found.unit


def lengths(rows: Rows, most: Mapping[str, float]) -> dict[str, Floats]:
    """Lengths of several columns in metres, by role.

    Args:
        rows: of the file.
        most: metres that each may be at most, by role.

    Raises:
        ImportRefused: a heading names no unit beside others in feet or inches, or one that is no length.
    """
    units = {role: unit_of(rows, role) for role in most if rows.has(role)}
    foreign = next((role for role, unit in units.items() if unit in IMPERIAL), None)
    silent = next((role for role, unit in units.items() if not unit), None)
    if foreign and silent:
        raise ImportRefused(
            f"{rows.sheet.file}: {rows.name(foreign)!r} is in {units[foreign]}, and {rows.name(silent)!r} names no "
            f"unit; write it into its heading, as '{rows.name(silent)} (ft)' or '{rows.name(silent)} (m)', or "
            f"leave it out with --column {silent}=."
        )
    return {role: measured(rows, role, limit) for role, limit in most.items()}


def percent(rows: Rows, role: str) -> Floats:
    """Percentages of a column; shares of 1 where its heading says so.

    Raises:
        ImportRefused: all of them are 1 at most, or all 10 at most and the heading does not say percent: shares, or
            grades of another scale.
    """
    value = measured(rows, role, 100.0)
    unit, known = unit_of(rows, role) if rows.has(role) else "", value[~np.isnan(value)]
    if not len(known) or not known.max() or unit not in ("", "percent"):
        return value
    name, scale = rows.name(role), SHARES if unit else SHORT_SCALE
    if known.max() <= scale:
        held, plain = "shares of 1" if known.max() <= SHARES else "grades up to 10", bracketless(name)
        raise ImportRefused(
            f"{rows.sheet.file}: {name!r} seems to hold {held}, and is to be 0 to 100; bring it to that scale, or say "
            f"in its heading what it is ('{plain} (share)', '{plain} (0-100)'), or leave it out with --column {role}=."
        )
    rows.refuse((value > 0) & (value < SHARES), f"{name!r} is less than 1 %, and may be a share of 1")
    return value


def _quantity_of(role: str) -> KnownUnits:
    found = MEASURED[role].quantity
    assert found is not None
    return found


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


def words(rows: Rows, role: str, known: Mapping[str, str], what: str) -> Texts:
    """What the words of a column mean; '' where nothing is said, and other words are refused.

    Args:
        rows: of the file.
        role: of the column.
        known: words in lower case to what they mean.
        what: they may be, for the reason.
    """
    texts = said(rows, role)
    found = np.array([known.get(" ".join(text.lower().split()), "") for text in texts.tolist()], object)
    if rows.has(role):
        rows.refuse((texts != "") & (found == ""), f"{rows.name(role)!r} is none of {what}")
    return found
