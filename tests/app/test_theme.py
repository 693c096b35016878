"""Colours are named once and readable; numbers and times read as a person writes them."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest

from app import theme
from app.page.material import material_theme

UTC = dt.UTC
NOW = dt.datetime(2026, 11, 22, 20, 5, 9, tzinfo=UTC)
KINDS = [(surface, palette) for surface in ("dark", "light") for palette in ("standard", "colour_blind")]


def css_tokens(surface: str, palette: str) -> dict[str, str]:
    """The variables that apply, later blocks over earlier ones, as a browser does it."""
    text = (theme.ASSETS / "css/tokens.css").read_text()
    found: dict[str, str] = {}
    for selector, block in re.findall(r"(:root[^{]*)\{([^}]*)\}", text):
        wanted = dict(re.findall(r'\[data-(theme|palette)="(\w+)"\]', selector))
        if wanted.get("theme", surface) == surface and wanted.get("palette", palette) == palette:
            found |= dict(re.findall(r"(--flux-[\w-]+):\s*(#[0-9A-Fa-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("surface", "palette"), KINDS)
def test_css_and_python_name_the_same_colours(surface: str, palette: str) -> None:
    assert css_tokens(surface, palette) == theme.css_variables(surface, palette)


@pytest.mark.parametrize(("surface", "palette"), KINDS)
def test_text_is_readable(surface: str, palette: str) -> None:
    t = theme.tokens(surface, palette)
    written = [t.text, t.text_secondary, t.accent, t.attention, t.good, t.warning]
    weakest = {(ink, paper): contrast(ink, paper) for ink in written for paper in (t.background, t.surface)}
    assert min(weakest.values()) >= 4.5, weakest
    assert contrast(t.on_accent, t.accent) >= 4.5


@pytest.mark.parametrize(("surface", "palette"), KINDS)
def test_bad_is_readable_where_it_is_written(surface: str, palette: str) -> None:
    t = theme.tokens(surface, palette)
    assert min(contrast(t.bad, paper) for paper in (t.background, t.surface)) >= 4.5


def test_the_material_theme_has_both_surfaces() -> None:
    made = material_theme("standard")
    assert made["dark"]["palette"]["background"]["default"] == theme.DARK.background
    assert made["light"]["palette"]["background"]["default"] == theme.LIGHT.background


def test_an_asset_s_address_names_its_version() -> None:
    assert re.fullmatch(r"assets/css/frame\.css\?v=[0-9a-f]{12}", theme.stylesheet("frame"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1284, 0, "1,284"), (12.36, 1, "12.4"), (-5, 0, "−5"), (-0.04, 1, "0.0"), (1e9, 0, "1,000,000,000"), (0, 0, "0")],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert theme.number(value, decimals) == text


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_a_dash(nothing: float | None) -> None:
    shown = [theme.number(nothing), theme.power(nothing), theme.percent(nothing), theme.quantity(nothing, "kV")]
    assert set(shown) == {theme.NOTHING}
    assert theme.duration(nothing) == theme.change(nothing) == theme.NOTHING


@pytest.mark.parametrize(
    ("kw", "text"),
    [
        (0.42, "0.4 kW"),
        (840, "840 kW"),
        (999.7, "1.0 MW"),
        (12_400, "12.4 MW"),
        (999_960, "1,000 MW"),
        (3.184e6, "3,184 MW"),
    ],
)
def test_powers_in_the_unit_that_reads_best(kw: float, text: str) -> None:
    assert theme.power(kw) == text


@pytest.mark.parametrize(("value", "text"), [(0.3, "+0.3"), (-12.0, "−12.0"), (0.0, "±0.0"), (0.04, "±0.0")])
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert theme.change(value, 1) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0.2, "under 1 min"),
        (12, "12 min"),
        (59.6, "1 h 00 min"),
        (125, "2 h 05 min"),
        (4560, "3 d 04 h"),
        (-3, "under 1 min"),
    ],
)
def test_durations(minutes: float, text: str) -> None:
    assert theme.duration(minutes) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(3, "just now"), (40, "40 s ago"), (779, "12 min ago"), (7200, "2 h ago"), (-5, "just now")]
)
def test_ages(seconds: float, text: str) -> None:
    assert theme.ago(NOW - dt.timedelta(seconds=seconds), NOW) == text


def test_what_never_was() -> None:
    assert theme.ago(None, NOW) == "never"
    assert theme.clock(None, "America/Chicago") == theme.NOTHING


@pytest.mark.parametrize(
    ("at", "zone", "text"),
    [
        (dt.datetime(2026, 11, 22, 20, 5, tzinfo=UTC), "America/Chicago", "14:05 CST"),
        (dt.datetime(2026, 7, 22, 19, 5, tzinfo=UTC), "America/Chicago", "14:05 CDT"),
        (dt.datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/Chicago", "01:30 CDT"),  # the hour that comes twice
        (dt.datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "America/Chicago", "01:30 CST"),
        (dt.datetime(2026, 3, 8, 8, 30, tzinfo=UTC), "America/Chicago", "03:30 CDT"),  # the hour that never is
        (dt.datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "Australia/Lord_Howe", "10:30 UTC+10:30"),  # a half hour's change
        (dt.datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "Australia/Lord_Howe", "11:00 UTC+11:00"),
        (dt.datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "No/Such_Zone", "00:00 UTC"),
    ],
)
def test_clocks_in_the_utility_s_zone(at: dt.datetime, zone: str, text: str) -> None:
    assert theme.clock(at, zone) == text


def test_days() -> None:
    assert theme.day_and_clock(NOW, "America/Chicago") == "22 Nov 14:05 CST"
    assert theme.day(dt.datetime(2026, 1, 1, 3, tzinfo=UTC), "America/Chicago") == "31 Dec 2025"
    assert theme.clock(NOW, "America/Chicago", seconds=True) == "14:05:09 CST"
