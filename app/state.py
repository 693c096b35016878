"""What one session has in common across its tabs: shared selections, nothing else.

Only params: no data, no source, no method that does something. Each param has one writer, named in its `doc`; everybody
else reads or watches. What matters of it lives in the page's URL too (see `app.page.address`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import param

from app.selection import Selection

LAYERS = ("feeders", "poles", "transformers", "meters")
COLOUR_BY = ("circuit", "load", "voltage")
THEMES = ("dark", "light")
PALETTES = ("standard", "colour_blind")


@dataclass(frozen=True, slots=True)
class MapView:
    """Where the map looks: independent of the size of anybody's window, so that a link opens the same view.

    Attributes:
        lon: longitude of the centre, degrees.
        lat: latitude of the centre, degrees.
        width_m: metres of ground across the map, at its centre.
    """

    lon: float
    lat: float
    width_m: float

    def __post_init__(self) -> None:
        """Refuse what no map can show.

        Raises:
            ValueError: a number is outside the world.
        """
        # A network across the antimeridian runs on beyond 180 degrees.
        if not (-200 <= self.lon <= 200 and -85 <= self.lat <= 85 and 1 <= self.width_m <= 40_000_000):
            raise ValueError(f"not a place on the map: {self.lon}, {self.lat}, {self.width_m} m wide")


@dataclass(frozen=True, slots=True)
class WayOn:
    """A tab and what it is to show, the way a link would say it.

    Attributes:
        tab: its slug.
        texts: params of its state by name, as in the address; the others stay as they are.
    """

    tab: str
    texts: tuple[tuple[str, str], ...] = ()


class AppState(param.Parameterized):
    """The shared selections of one session."""

    tab = param.String(default="", doc="Slug of the tab in front. Writers: the tab bar, and ways on from another tab.")
    utility_id = param.Integer(default=None, allow_None=True, bounds=(0, None), doc="Utility shown. Writer: header.")
    time_zone = param.String(default="UTC", doc="IANA name of the utility's zone. Writer: header.")
    viewport = param.ClassSelector(
        class_=MapView, default=None, allow_None=True, doc="Where the map looks; None = whole utility. Writer: the map."
    )
    layers = param.ClassSelector(
        class_=frozenset, default=frozenset(LAYERS), doc="Map layers switched on. Writer: the map's layer toggles."
    )
    colour_by: Any = param.Selector(default="circuit", objects=list(COLOUR_BY), doc="Meaning of a feeder's colour.")
    filters = param.Dict(
        default={}, doc="What the map leaves out, as keyword arguments of layers' MapFilters. Reassign, never mutate."
    )
    theme: Any = param.Selector(default="dark", objects=list(THEMES), doc="Surface colours. Writer: header.")
    palette: Any = param.Selector(
        default="standard", objects=list(PALETTES), doc="Meaning of colours; one set is safe for the colour-blind."
    )
    way_on = param.ClassSelector(
        class_=WayOn,
        default=None,
        allow_None=True,
        doc="Where one tab leads on to in another one; the page goes there. Writers: `app.ways`.",
    )
    opened_outage = param.Integer(
        default=None, allow_None=True, doc="Outage whose panel is open. Writer: the panel of Outage Management."
    )
    selection = param.ClassSelector(
        class_=Selection, instantiate=False, doc="What all tabs look at; made here, written by its own method."
    )

    def __init__(self, **params: Any) -> None:
        """Every session has selections of its own."""
        super().__init__(**{"selection": Selection(), **params})
