"""What a person sees of the map: a rectangle in Web Mercator and its size in pixels. The map is its one writer."""

from __future__ import annotations

from dataclasses import dataclass

import datashader as ds

from layers.projection import ground_scale, to_lonlat, to_mercator

FIT_MARGIN = 1.06

Bbox = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A rectangle of the map and the pixels it fills.

    Attributes:
        x0: west edge, Web Mercator metres.
        y0: south edge.
        x1: east edge.
        y1: north edge.
        width: pixels across.
        height: pixels down.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    width: int
    height: int

    def __post_init__(self) -> None:
        """Refuse a rectangle without an inside.

        Raises:
            ValueError: an edge is not a number, edges are swapped, or there is no pixel.
        """
        if not (self.x0 < self.x1 and self.y0 < self.y1 and self.width > 0 and self.height > 0):
            raise ValueError(f"{self} has no inside.")

    @classmethod
    def around(cls, x: float, y: float, metres_per_pixel: float, width: int, height: int) -> Viewport:
        """The rectangle with a given middle and scale (map metres a pixel)."""
        half_x, half_y = metres_per_pixel * width / 2, metres_per_pixel * height / 2
        return cls(x - half_x, y - half_y, x + half_x, y + half_y, width, height)

    @classmethod
    def from_lonlat(cls, bbox: Bbox, width: int, height: int) -> Viewport:
        """The smallest rectangle with square pixels that holds a box of degrees (west, south, east, north)."""
        (x0, x1), (y0, y1) = to_mercator(bbox[::2], bbox[1::2])
        scale = max((x1 - x0) / width, (y1 - y0) / height, 0.01)
        return cls.around(float(x0 + x1) / 2, float(y0 + y1) / 2, float(scale), width, height)

    @property
    def bbox(self) -> Bbox:
        """West, south, east, north in degrees."""
        (west, east), (south, north) = to_lonlat((self.x0, self.x1), (self.y0, self.y1))
        return float(west), float(south), float(east), float(north)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, Web Mercator metres."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def metres_per_pixel(self) -> float:
        """Map metres across one pixel."""
        return (self.x1 - self.x0) / self.width

    @property
    def ground_metres_per_pixel(self) -> float:
        """Metres on the ground across one pixel in the middle of the view."""
        return self.metres_per_pixel / ground_scale(self.centre[1])

    def canvas(self, origin: tuple[float, float] = (0.0, 0.0)) -> ds.Canvas:
        """The Datashader canvas of this view, with coordinates counted from `origin`."""
        return ds.Canvas(
            plot_width=self.width,
            plot_height=self.height,
            x_range=(self.x0 - origin[0], self.x1 - origin[0]),
            y_range=(self.y0 - origin[1], self.y1 - origin[1]),
        )

    def resized(self, width: int, height: int) -> Viewport:
        """The same middle and scale in a window of another size."""
        return Viewport.around(*self.centre, self.metres_per_pixel, width, height)

    def cropped(self, extent: Bbox, margin_px: int = 8) -> Viewport:
        """The whole pixels of this view that a rectangle in Web Mercator covers, with a margin; one pixel if none."""
        scale_x, scale_y = self.metres_per_pixel, (self.y1 - self.y0) / self.height
        left = min(max(int((extent[0] - self.x0) // scale_x) - margin_px, 0), self.width - 1)
        right = max(min(int((extent[2] - self.x0) // scale_x) + margin_px, self.width), left + 1)
        bottom = min(max(int((extent[1] - self.y0) // scale_y) - margin_px, 0), self.height - 1)
        top = max(min(int((extent[3] - self.y0) // scale_y) + margin_px, self.height), bottom + 1)
        return self.part(left, bottom, right, top)

    def part(self, left: int, bottom: int, right: int, top: int) -> Viewport:
        """Some of this view's pixels, or more around it: their edges, counted from its south-west corner."""
        scale_x, scale_y = self.metres_per_pixel, (self.y1 - self.y0) / self.height
        return Viewport(
            self.x0 + left * scale_x, self.y0 + bottom * scale_y, self.x0 + right * scale_x, self.y0 + top * scale_y,
            right - left, top - bottom,
        )  # fmt: skip

    def zoomed(self, factor: float) -> Viewport:
        """The same middle, `factor` times as near."""
        return Viewport.around(*self.centre, self.metres_per_pixel / factor, self.width, self.height)


def around(extent: Bbox, size: tuple[int, int], min_metres: float = 300.0) -> Viewport:
    """The view of a rectangle (Web Mercator) with a margin, in a window of some pixels, at least `min_metres` wide."""
    x0, y0, x1, y1 = extent
    scale = FIT_MARGIN * max((x1 - x0) / size[0], (y1 - y0) / size[1], min_metres / size[0])
    return Viewport.around((x0 + x1) / 2, (y0 + y1) / 2, scale, *size)


WHOLE = (1.0, 1.0)  # a map that has the window for itself


def wall_scale(size: tuple[int, int]) -> float:
    """How much larger the page's texts are beside a map of this size, as `assets/css/tokens.css` has it for the window.

    Args:
        size: of the map, pixels.
    """
    width, height = size
    steps = ((2800, 1300, 2.0), (2250, 1050, 1.667), (1800, 800, 1.333))
    fitting = (scale for least_px, least_high_px, scale in steps if width >= least_px and height >= least_high_px)
    return next(fitting, 1.0)
