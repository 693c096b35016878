"""Colours as numbers: hex to bytes, OKLCH to sRGB. No colour is named here."""

from __future__ import annotations

import math

Rgb = tuple[int, int, int]


def rgb(hexadecimal: str) -> Rgb:
    """`#0EA5E9` as three bytes."""
    return int(hexadecimal[1:3], 16), int(hexadecimal[3:5], 16), int(hexadecimal[5:7], 16)


def hexadecimal(colour: Rgb) -> str:
    """Three bytes as `#0EA5E9`."""
    return "#{:02X}{:02X}{:02X}".format(*colour)


def oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """A colour of even perceived lightness (0 to 1), chroma (0 to about 0.3) and hue (degrees), as sRGB.

    Source: B. Ottosson, "A perceptual color space for image processing", 2020. Out-of-gamut channels are clipped.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _to_byte(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _to_byte(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _to_byte(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _to_byte(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    encoded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def mixed(under: Rgb, over: Rgb, share: float) -> Rgb:
    """`over` laid on `under` with a given opacity."""
    r, g, b = (round(u + (o - u) * share) for u, o in zip(under, over, strict=True))
    return r, g, b
