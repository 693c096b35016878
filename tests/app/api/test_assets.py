"""Boxes of the assets route."""

from __future__ import annotations

from app.api.assets import as_stored


def test_a_box_east_of_the_antimeridian_finds_what_lies_beyond_180() -> None:
    """M10: a network of Fiji has longitudes of 177 to 181; a client asks for them as -179.5."""
    fiji = (176.9, -19.2, 181.4, -15.7)
    assert as_stored((-179.9, -17.0, -178.9, -16.0), fiji) == (180.1, -17.0, 181.1, -16.0)
    assert as_stored((-180.0, -17.0, -170.0, -16.0), fiji) == (180.0, -17.0, 190.0, -16.0)
    assert as_stored((178.0, -18.0, 179.0, -17.0), fiji) == (178.0, -18.0, 179.0, -17.0)
    houston = (-95.9, 29.4, -95.0, 30.2)
    assert as_stored((-95.5, 29.5, -95.4, 29.6), houston) == (-95.5, 29.5, -95.4, 29.6)
    assert as_stored((-95.5, 29.5, -95.4, 29.6), None) == (-95.5, 29.5, -95.4, 29.6)
