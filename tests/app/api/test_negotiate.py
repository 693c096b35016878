from __future__ import annotations

import pytest

from app.api.negotiate import ARROW, GEOJSON, JSON, choose, takes_gzip

ALL = (JSON, GEOJSON, ARROW)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        (GEOJSON, GEOJSON),
        (f"{ARROW};q=0.9, {JSON};q=0.5", ARROW),
        (f"{JSON};q=0.5, {ARROW};q=0.5", JSON),
        ("application/json;q=0, */*", GEOJSON),
        ("Application/Geo+JSON", GEOJSON),
        ("application/json;q=nonsense", None),
        ("text/html", None),
        ("application/json;q=0", None),
    ],
)
def test_the_best_liked_form_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, ALL) == chosen


@pytest.mark.parametrize(
    ("header", "takes"),
    [("", False), ("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0, *", False), ("*", True), ("identity", False)],
)
def test_gzip_only_where_it_is_accepted(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes
