"""Column: every kind is headed, written, aligned and named once."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from app.formats import NOTHING
from app.widgets.column import Column, Kind, spoken

AT = dt.datetime(2026, 11, 22, 20, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", "F_0001 <b>", "F_0001 <b>"),
        ("words", "en_route", "En route"),
        ("count", 12840, "12,840"),
        ("number", 1234.56, "1,235"),
        ("share", 12.3, "12"),
        ("duration", 125.0, "2 h 05 min"),
        ("day", dt.date(2026, 11, 22), "Sun 22 Nov 2026"),
        ("time", AT, "22 Nov 14:05 CST"),
        ("datetime", AT, "22 Nov 2026 14:05 CST"),
        ("flag", True, '<span class="badge is-attention">Heading</span>'),
        ("flag", False, ""),
        ("badge", "on_hold", '<span class="badge is-warning">On hold</span>'),
        ("badge", "done", '<span class="badge is-normal">Done</span>'),
    ],
)
def test_cells_by_kind(kind: Kind, value: object, text: str) -> None:
    column = Column("v", "Heading", kind, tones={"on_hold": "warning"})
    assert column.cell({"v": value}, "America/Chicago") == text


@pytest.mark.parametrize("kind", ["text", "words", "count", "number", "share", "duration", "day", "time", "badge"])
@pytest.mark.parametrize("nothing", [None, math.nan])
def test_what_is_not_known_is_a_dash(kind: Kind, nothing: float | None) -> None:
    assert Column("v", "Heading", kind).cell({"v": nothing}) == NOTHING


def test_a_unit_stands_in_the_heading_once_and_scales_every_cell() -> None:
    column = Column("load_kw", "Load", "number", 1, unit="MW", factor=1e-3)
    assert (column.heading, column.cell({"load_kw": 12_400.0})) == ("Load, MW", "12.4")
    assert Column("v", "Losses", "share", 1).heading == "Losses, %"


def test_figures_stand_to_the_right() -> None:
    sides = {
        kind: Column("v", "v", kind).style for kind in ("count", "number", "share", "duration", "text", "time", "badge")
    }
    assert [kind for kind, side in sides.items() if side == "is-number"] == ["count", "number", "share", "duration"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("null", "null"),
        ("sx12", "sx12"),
        ("FI-7_b", "FI-7_b"),
        ("vegetation", "Vegetation"),
        ("loss_of_supply", "Loss of supply"),
        ("ice", "Ice"),
        ("life_support", "Life support"),
    ],
)
def test_what_people_wrote_themselves_is_shown_as_they_wrote_it(text: str, shown: str) -> None:
    """A table wrote "null" as "Null" and "sx12" as "Sx12"."""
    assert spoken(text) == shown
