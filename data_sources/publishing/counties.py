"""Counties (parishes, municipalities …) by which published areas are named, from a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.area import is_area
from data_sources.analytics.polygon import inside
from data_sources.errors import SettingsError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class County:
    """A county.

    Attributes:
        name: as it is published.
        geometry: GeoJSON Polygon or MultiPolygon.
    """

    name: str
    geometry: Mapping[str, Any]


def load_counties(path: Path | None) -> tuple[County, ...]:
    """The counties of a GeoJSON FeatureCollection whose features have a `name`; none without a file.

    Raises:
        SettingsError: it cannot be read, or a feature is no named area.
    """
    if path is None:
        return ()
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"The file of counties {path} cannot be read: {error}.") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise SettingsError(f"The file of counties {path} is no GeoJSON FeatureCollection.")
    return tuple(_county(path, place, feature) for place, feature in enumerate(features, start=1))


def county_of_places(
    counties: Sequence[County], lon: Floats, lat: Floats, customers: Ints, of_place: Ints, count: int
) -> tuple[str, ...]:
    """The county in which most customers of each area are; "" for an area in none.

    Args:
        counties: the counties.
        lon: of places, degrees, shape (places,).
        lat: likewise.
        customers: served at each, shape (places,).
        of_place: row of each place's area, shape (places,).
        count: how many areas there are.
    """
    if not counties:
        return ()
    served = np.array([np.bincount(of_place, customers * inside(one.geometry, lon, lat), count) for one in counties])
    most = served.argmax(axis=0)
    return tuple(counties[one].name if served[one, area] > 0 else "" for area, one in enumerate(most.tolist()))


def _county(path: Path, place: int, feature: Any) -> County:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise SettingsError(f"Feature {place} of the file of counties {path} has no `name`.")
    if not is_area(feature.get("geometry")):
        raise SettingsError(f"Feature {place} ({name}) of the file of counties {path} is no Polygon or MultiPolygon.")
    return County(name.strip(), feature["geometry"])
