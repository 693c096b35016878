"""Which form an answer takes: the Accept and Accept-Encoding headers of a request (RFC 9110, 12.5)."""

from __future__ import annotations

from collections.abc import Sequence

JSON = "application/json"
GEOJSON = "application/geo+json"
ARROW = "application/vnd.apache.arrow.stream"


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type the client likes best; the first offered wins a tie.

    Args:
        accept: the header's text; empty means anything.
        offered: media types, the default first.

    Returns:
        One of `offered`, or None where nothing fits.
    """
    if not accept.strip():
        return offered[0]
    ranges = _parse(accept)
    likings = [(_quality(media, ranges), -place) for place, media in enumerate(offered)]
    quality, place = max(likings)
    return offered[-place] if quality > 0 else None


def takes_gzip(accept_encoding: str) -> bool:
    """Whether the client takes gzip."""
    qualities = dict(_parse(accept_encoding))
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that names the media type."""
    given = dict(ranges)
    for name in (media, media.split("/")[0] + "/*", "*/*"):
        if name in given:
            return given[name]
    return 0.0


def _parse(header: str) -> list[tuple[str, float]]:
    return [_parse_one(item) for item in header.split(",") if item.strip()]


def _parse_one(item: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in item.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0
