"""What a person gives of a utility as a whole, checked to the last letter: its time zone and its service area."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from data_sources.analytics.area import FEWEST_POSITIONS, is_area
from data_sources.errors import ImportRefused

# Files beside the zones: this machine's own clock, and one that says that no zone was chosen.
NO_ZONES = ("localtime", "posixrules", "Factory")


def check_time_zone(name: str) -> None:
    """Refuse what is not an IANA time zone.

    Raises:
        ImportRefused: it is none.
    """
    if name not in available_timezones() or name in NO_ZONES:
        raise ImportRefused(f"{name!r} is no time zone; give an IANA name such as America/Los_Angeles.")


def check_area(area: Any, where: str) -> None:
    """Whether it is a GeoJSON Polygon or MultiPolygon in degrees.

    Args:
        area: what was given.
        where: the file, for the sentence.

    Raises:
        ImportRefused: it is not.
    """
    if not is_area(area):
        raise ImportRefused(
            f"{where}: service_area must be a GeoJSON Polygon or MultiPolygon in lon/lat, each ring of at least "
            f"{FEWEST_POSITIONS} positions in degrees."
        )
