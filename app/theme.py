"""Colours by meaning, and where the page finds its files.

The colours are the same as in `assets/css/tokens.css` (a test compares them): CSS rules use the variables, Bokeh
figures and charts use these names. No other file holds a colour.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
FONT = "Roboto, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning, as hex.

    Attributes:
        background: behind everything.
        surface: header, cards, panels.
        raised: menus, hovered rows, tooltips.
        line: borders and rules.
        text: what is read.
        text_secondary: labels and units.
        text_disabled: what cannot be used; large or decorative text only.
        accent: what can be acted on; traces.
        attention: selection; what wants to be looked at.
        good: healthy.
        warning: near its limit.
        bad: beyond its limit, out, failed.
        meter: meters.
        on_accent: text on an accent surface.
    """

    background: str
    surface: str
    raised: str
    line: str
    text: str
    text_secondary: str
    text_disabled: str
    accent: str
    attention: str
    good: str
    warning: str
    bad: str
    meter: str
    on_accent: str


DARK = Tokens(
    background="#070B14", surface="#0E1626", raised="#131D31", line="#1E2A44",
    text="#E6EDF7", text_secondary="#93A4BF", text_disabled="#5B6B85",
    accent="#0EA5E9", attention="#FBBF24", good="#22C55E", warning="#FACC15", bad="#EF4444", meter="#9C27B0",
    on_accent="#04121C",
)  # fmt: skip
LIGHT = Tokens(
    background="#EDF1F6", surface="#FFFFFF", raised="#F6F8FB", line="#D3DBE6",
    text="#0F1B2D", text_secondary="#475569", text_disabled="#7C8AA0",
    accent="#0369A1", attention="#A84B07", good="#14783A", warning="#945A06", bad="#B91C1C", meter="#7B1FA2",
    on_accent="#FFFFFF",
)  # fmt: skip
# Okabe and Ito's categories (2008), darkened on the light theme until text in them reads at 4.5:1.
_SAFE_DARK = {
    "accent": "#56B4E9", "attention": "#E69F00", "good": "#009E73", "warning": "#F0E442", "bad": "#E8702A",
    "meter": "#CC79A7",
}  # fmt: skip
_SAFE_LIGHT = {
    "accent": "#0072B2", "attention": "#8A5A00", "good": "#007A59", "warning": "#6E6800", "bad": "#B34700",
    "meter": "#9C4B78",
}  # fmt: skip


def tokens(theme: str = "dark", palette: str = "standard") -> Tokens:
    """The colours of a theme ("dark", "light") and palette ("standard", "colour_blind")."""
    base = DARK if theme == "dark" else LIGHT
    if palette != "colour_blind":
        return base
    return replace(base, **(_SAFE_DARK if theme == "dark" else _SAFE_LIGHT))


@lru_cache(maxsize=32)
def stylesheet(room: str) -> str:
    """URL of `assets/css/<room>.css`, to be put in a component's `stylesheets`.

    The page's variables reach into every component; rules do not, since each component has a shadow root of its own.
    """
    return asset_url(f"css/{room}.css")


def module(path: str) -> str:
    """The text of a component's module that is the JavaScript file of that path in assets/.

    Only its address travels with a component; the file is fetched once, compressed, and kept by the browser.
    """
    address = f'new URL("{asset_url(path)}", document.baseURI).href'
    return f"export const {{ render }} = await import({address});"


@lru_cache(maxsize=64)
def asset_url(path: str) -> str:
    """URL of a file in assets/, relative to the page; its version changes with its content."""
    return f"assets/{path}?v={hashlib.sha256((ASSETS / path).read_bytes()).hexdigest()[:12]}"


def css_variables(theme: str, palette: str) -> dict[str, str]:
    """The colours as CSS variables, e.g. `--flux-text-secondary`."""
    return {f"--flux-{name.replace('_', '-')}": value for name, value in asdict(tokens(theme, palette)).items()}
