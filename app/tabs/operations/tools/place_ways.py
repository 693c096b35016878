"""A place in words, and the ways that lead on to it."""

from __future__ import annotations

from app.assistant.context import ToolContext
from app.assistant.going import to_map, to_readings
from app.assistant.naming import asset_of
from app.assistant.results import Go, NamedPlace


def words_of(place: NamedPlace) -> str:
    """`Feeder F0002`, or `the utility`."""
    return place.name if place.kind == "utility" else f"{place.kind.capitalize()} {place.name}"


def ways_of(context: ToolContext, place: NamedPlace) -> tuple[Go, ...]:
    """To the map and to its readings; none for the whole utility."""
    if place.kind == "utility":
        return ()
    asset = asset_of(context, place.name, (place.kind,))
    return (to_map(asset), to_readings(asset))
