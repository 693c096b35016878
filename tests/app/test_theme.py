"""Colours are named once and readable."""

from __future__ import annotations

import re

import pytest

from app import theme
from app.page.material import material_theme

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
