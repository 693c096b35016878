"""Meters: how many there are, in purple."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import datashader as ds
import numpy as np
from numpy.typing import NDArray

from layers.aggregates import counted_points, spread
from layers.built_in.points import PointLayer
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.layer import Columns, Hit, Inks, Mark, Tooltip
from layers.legend import LegendLine, entry
from layers.snapshot import Scene
from layers.style import MapStyle
from layers.viewport import Viewport

METERS_PER_PIXEL = 160_000 / (1430 * 850)  # in view; more are not drawn
FEW, SOME = 8_000, 40_000  # in view; fewer are drawn larger
STEPS = 16
FULL = 255  # meters in one pixel that count as the most
SIZE_PX = (5.0, 15.0)
USE_KWH = (200.0, 6000.0)  # monthly use drawn smallest and largest; between them by its square root


class Meters(PointLayer):
    """Meters: their density from afar, marks sized by `monthly_kwh` from near."""

    name, title = "meters", "Meters"
    kind = "meter"
    statement = "map_meters"
    kept_columns = ("transformer_id", "monthly_kwh")
    plane = "meters"
    tooltip: ClassVar[Tooltip] = (
        ("Meter", "@name"),
        ("Feeder", "@feeder"),
        ("Monthly use", "@use{0,0} kWh"),
    )
    mark = Mark(opacity=0.7)
    head_start_px = 3.0

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """Meters a pixel, south to north; the fewer are in view, the more pixels each covers."""
        counts = counted_points(frame, self.codes(frame, scene, how), canvas)
        size = scene.grains.get(self.name) or self.grain(int(counts.sum()))
        return counts if size == 1 else spread(counts, size)

    def grain(self, count: int) -> int:
        """Pixels each way that a meter covers."""
        return 3 if count < FEW else 2 if count < SOME else 1

    def inks(self, style: MapStyle) -> Inks:
        """Steps even in the logarithm: a lone meter shows, and a tower block does not drown its street."""
        counts = np.arange(FULL + 1)
        steps = np.round(np.log1p(counts) / np.log1p(60) * (STEPS - 1)).clip(0, STEPS - 1)
        table = np.where(counts > 0, 1 + steps, 0).astype(np.uint8)
        opacity = [round(80 + 150 * step / (STEPS - 1)) for step in range(STEPS)]
        return Inks(np.array([(*style.palette.meters, alpha) for alpha in opacity], np.uint8), table)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """All meters look alike."""
        return {1: style.palette.meters}

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """Their density, as long as it leaves anything else to be seen."""
        return Drawn.IMAGE if count <= METERS_PER_PIXEL * viewport.width * viewport.height else Drawn.OFF

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Name, feeder and use; and the size, by use."""
        use = frame["monthly_kwh"][rows]
        roots = (np.sqrt(use.clip(0)) - np.sqrt(USE_KWH[0])) / (np.sqrt(USE_KWH[1]) - np.sqrt(USE_KWH[0]))
        size = (SIZE_PX[0] + (SIZE_PX[1] - SIZE_PX[0]) * roots.clip(0, 1)).astype(np.float32)
        return {**super().words(frame, rows, scene), "size": size, "use": np.round(use).astype(np.int32)}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One colour."""
        is_dense = how is Drawn.IMAGE
        label = "Meters, density" if is_dense else "Meters, sized by monthly use"
        return LegendLine(self.name, label, (entry(scene.style.palette.meters, "", "ramp" if is_dense else "dot"),))

    def hit(self, scene: Scene, x: float, y: float, metres_per_pixel: float, how: Drawn) -> Hit | None:
        """A meter of a cloud is not meant; one of a map of readings is."""
        is_meant = how is Drawn.MARKS or scene.style.reading is not None
        return super().hit(scene, x, y, metres_per_pixel, how) if is_meant else None
