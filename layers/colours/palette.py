"""Colours of the map by meaning, for the dark and the light room, and for eyes that do not tell red from green.

Circuit hues leave out red, orange and yellow (alarms) and amber (selection), and are duller than the cyan of a trace,
so that what is wrong is what glows. The colour-blind set takes its categories from Okabe and Ito (2008) and its scales
on dark ground from cividis (Nunez et al., 2018). On light ground the yellow end of cividis would shout where all is
well: what is judged runs from pale blue over ochre to brown there, hues that all eyes tell apart, and evenly darker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from layers.colours.colour import Rgb, mixed, oklch, rgb

Theme = Literal["dark", "light"]
Vision = Literal["standard", "colour_blind"]
Ramp = Literal["heat", "condition", "cividis", "blues", "purples", "waves"]

CIRCUITS = 24
CIVIDIS = tuple(map(rgb, ("#31446B", "#555B6C", "#7B7B78", "#A59C74", "#D3C164", "#FFEA46")))
# From low to high: (lightness, chroma, hue) in OKLCH.
LIGHT_CIVIDIS = ((0.88, 0.03, 100), (0.76, 0.06, 100), (0.62, 0.05, 95), (0.5, 0.02, 100), (0.42, 0.04, 265),
                 (0.32, 0.09, 262))  # fmt: skip
LIGHT_HEAT = ((0.82, 0.04, 250), (0.71, 0.07, 250), (0.62, 0.11, 75), (0.53, 0.15, 48), (0.38, 0.13, 35))


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one theme and one kind of vision; bands run from low to high like their scales.

    Attributes:
        health: poor, fair, good.
        load: transformer load normal, high, over.
        feeder_load: six bands.
        voltage: six classes.
        circuits: colours told apart from their neighbours; a feeder keeps its own.
        meters: the colour of meters and their density.
        de_energized: without supply.
        unknown: what nobody knows the load, health or voltage of: no good colour, and no alarm either.
        selection: what is selected.
        trace: what a trace found.
        outage: an active outage.
        substation: a substation's mark.
        text: words on the map.
        halo: behind words and marks.
        ground: the water and beyond.
        land: land of the shipped basemap.
        border: lines of the shipped basemap.
        grid: lines of latitude and longitude.
        is_dark: whether low values of a ramp are dark.
        has_all_hues: whether red and green tell apart.
    """

    health: tuple[Rgb, ...]
    load: tuple[Rgb, ...]
    feeder_load: tuple[Rgb, ...]
    voltage: tuple[Rgb, ...]
    circuits: tuple[Rgb, ...]
    meters: Rgb
    de_energized: Rgb
    unknown: Rgb
    selection: Rgb
    trace: Rgb
    outage: Rgb
    substation: Rgb
    text: Rgb
    halo: Rgb
    ground: Rgb
    land: Rgb
    border: Rgb
    grid: Rgb
    is_dark: bool
    has_all_hues: bool

    def ramp(self, name: Ramp | Sequence[str], steps: int) -> tuple[Rgb, ...]:
        """Colours from low to high, from quiet to loud: those of a name, or between given ones (`#RRGGBB`).

        Those of "waves" run from the first to the last, those of "condition" from loud to quiet.
        """
        return between(self._stops(name) if isinstance(name, str) else [rgb(colour) for colour in name], steps)

    def _stops(self, name: str) -> list[Rgb]:
        calm = [oklch(lightness, 0.09, 250) for lightness in ((0.42, 0.6) if self.is_dark else (0.78, 0.6))]
        purple = [oklch(lightness, 0.12, 320) for lightness in ((0.38, 0.78) if self.is_dark else (0.82, 0.42))]
        cividis, heat = (CIVIDIS, CIVIDIS) if self.is_dark else (_tones(LIGHT_CIVIDIS), _tones(LIGHT_HEAT))
        named = {"cividis": list(cividis), "purples": purple, "blues": [*calm, self.trace]}
        named["heat"] = [*calm, self.load[1], self.load[2]] if self.has_all_hues else list(heat)
        named["condition"] = named["heat"][::-1]
        named["waves"] = self._waves()
        if name not in named:
            raise ValueError(
                f"There is no ramp named {name!r}: {', '.join(sorted(named))}, or colours from low to high."
            )
        return named[name]

    def _waves(self) -> list[Rgb]:
        """From the colour of the worst over magenta to violet; for eyes without red and green by lightness too."""
        tones = {
            (True, True): ((0.62, 0.2, 350), (0.68, 0.17, 325), (0.76, 0.12, 300)),
            (False, True): ((0.5, 0.2, 350), (0.45, 0.18, 322), (0.38, 0.15, 295)),
            (True, False): ((0.71, 0.12, 345), (0.81, 0.09, 345), (0.9, 0.05, 340)),
            (False, False): ((0.5, 0.12, 345), (0.4, 0.11, 345), (0.3, 0.09, 340)),
        }[self.is_dark, self.has_all_hues]
        return [self.load[2], *(oklch(*tone) for tone in tones)]


def between(stops: Sequence[Rgb], steps: int) -> tuple[Rgb, ...]:
    """So many colours spread evenly over a line through some.

    Args:
        stops: at least one.
        steps: how many colours.
    """
    places = [i * (len(stops) - 1) / max(steps - 1, 1) for i in range(steps)]
    return tuple(mixed(stops[int(p)], stops[min(int(p) + 1, len(stops) - 1)], p % 1) for p in places)


def _tones(tones: Sequence[tuple[float, float, float]]) -> tuple[Rgb, ...]:
    return tuple(oklch(*tone) for tone in tones)


@cache
def palette(theme: Theme = "dark", vision: Vision = "standard") -> Palette:
    """The colours of one theme and one kind of vision."""
    is_dark = theme == "dark"
    marks = _dark_marks() if is_dark else _light_marks()
    is_standard = vision == "standard"
    bands = (_standard_bands if is_standard else _colour_blind_bands)(is_dark)
    circuits = (_circuits if is_standard else _colour_blind_circuits)(is_dark)
    return Palette(
        health=bands["health"], load=bands["load"], feeder_load=bands["feeder_load"], voltage=bands["voltage"],
        circuits=circuits, meters=rgb("#9C27B0"), is_dark=is_dark, has_all_hues=is_standard, **marks,
    )  # fmt: skip


def _dark_marks() -> dict[str, Rgb]:
    return {
        "de_energized": rgb("#8B98AD"),
        "unknown": rgb("#C4A58A"),
        "selection": rgb("#FBBF24"),
        "trace": rgb("#22D3EE"),
        "outage": rgb("#EF4444"),
        "substation": rgb("#C3CEDF"),
        "text": rgb("#C3CEDF"),
        "halo": rgb("#070B14"),
        "ground": rgb("#070B14"),
        "land": rgb("#0C1320"),
        "border": rgb("#1E2A44"),
        "grid": rgb("#17233A"),
    }


def _light_marks() -> dict[str, Rgb]:
    return {
        "de_energized": rgb("#64748B"),
        "unknown": rgb("#8A6A52"),
        "selection": rgb("#D97706"),
        "trace": rgb("#0891B2"),
        "outage": rgb("#DC2626"),
        "substation": rgb("#0F172A"),
        "text": rgb("#334155"),
        "halo": rgb("#FFFFFF"),
        "ground": rgb("#DCE5EE"),
        "land": rgb("#F6F8FB"),
        "border": rgb("#C3CEDC"),
        "grid": rgb("#DDE5EE"),
    }


def _standard_bands(is_dark: bool) -> dict[str, tuple[Rgb, ...]]:
    fair, poor = map(rgb, ("#FACC15", "#EF4444") if is_dark else ("#CA8A04", "#DC2626"))
    good, blue = (rgb("#22C55E"), rgb("#3B82F6")) if is_dark else (oklch(0.62, 0.11, 150), oklch(0.62, 0.11, 252))
    shades = (0.42, 0.52, 0.64) if is_dark else (0.78, 0.66, 0.54)
    calm = tuple(oklch(lightness, 0.09, 250) for lightness in shades)
    return {
        "health": (poor, fair, good),
        "load": (blue, fair, poor),
        "feeder_load": (*calm, fair, rgb("#FB923C" if is_dark else "#EA580C"), poor),
        "voltage": _steps(is_dark, (160, 195, 230, 265, 300, 335)),
    }


def _steps(is_dark: bool, hues: tuple[int, ...]) -> tuple[Rgb, ...]:
    return tuple(oklch(0.72 if is_dark else 0.52, 0.11, hue) for hue in hues)


def _colour_blind_bands(is_dark: bool) -> dict[str, tuple[Rgb, ...]]:
    poor, fair = rgb("#D55E00"), rgb("#F0E442" if is_dark else "#B8A800")
    good, normal = (rgb("#009E73"), rgb("#56B4E9")) if is_dark else (oklch(0.64, 0.09, 170), oklch(0.62, 0.1, 245))
    return {
        "health": (poor, fair, good),
        "load": (normal, fair, poor),
        "feeder_load": CIVIDIS if is_dark else between(_tones(LIGHT_HEAT), len(CIVIDIS)),
        "voltage": tuple(map(rgb, ("#009E73", "#56B4E9", "#0072B2", "#CC79A7", "#E69F00", "#999999"))),
    }


def _circuits(is_dark: bool) -> tuple[Rgb, ...]:
    """Twelve hues from green over blue to pink, each in two lightnesses; hues far apart stand next to one another."""
    hues = [130 + 18 * (5 * i % 12) for i in range(12)]
    tones = ((0.72, 0.085), (0.58, 0.10)) if is_dark else ((0.46, 0.11), (0.60, 0.10))
    return tuple(oklch(lightness, chroma, hue) for lightness, chroma in tones for hue in hues)


def _colour_blind_circuits(is_dark: bool) -> tuple[Rgb, ...]:
    """Six Okabe-Ito hues that are no alarm, each in four lightnesses."""
    hues = (165, 232, 250, 345, 205, 290)
    tones = ((0.76, 0.10), (0.60, 0.11), (0.68, 0.05), (0.52, 0.07)) if is_dark else (
        (0.48, 0.11), (0.62, 0.11), (0.55, 0.05), (0.38, 0.09)
    )  # fmt: skip
    return tuple(oklch(lightness, chroma, hue) for lightness, chroma in tones for hue in hues)
