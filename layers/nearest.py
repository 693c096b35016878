"""What lies under a tap: the nearest thing that is drawn, small things before large ones."""

from __future__ import annotations

from collections.abc import Sequence

from layers.detail import Detail, Drawn
from layers.layer import Hit, Layer
from layers.snapshot import Scene


def nearest(
    scene: Scene, layers: Sequence[Layer], detail: Detail, x: float, y: float, metres_per_pixel: float
) -> Hit | None:
    """The row that a tap means, or None where nothing is within 14 pixels.

    Args:
        scene: the rows and what is left out of them.
        layers: of the map.
        detail: how each is drawn.
        x: Web Mercator x of the tap.
        y: Web Mercator y of the tap.
        metres_per_pixel: of the view.
    """
    rows = scene.snapshot.frames
    drawn = [layer for layer in layers if detail[layer.name] is not Drawn.OFF and layer.name in rows]
    hits = [layer.hit(scene, x, y, metres_per_pixel, detail[layer.name]) for layer in drawn]
    return min((hit for hit in hits if hit), key=lambda hit: hit.cost_px, default=None)
