"""Service lines in the street: from each meter to the transformer that it hangs on, in its circuit's colour."""

from __future__ import annotations

from collections.abc import Mapping

import datashader as ds
import numpy as np

from layers.aggregates import Pens, drawn_lines
from layers.built_in.feeders import DARK_CODE
from layers.colours.scales import FEEDER_LOAD, VOLTAGE
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.layer import Codes, Hit, Layer
from layers.legend import LegendLine
from layers.snapshot import Scene
from layers.viewport import Viewport

SHOWN_METRES = 1.0  # metres a pixel from which they would be a haze
PENS = Pens(np.ones(1, np.float32), np.array([[[2]]], np.uint8), 0.0)


class ServiceLines(Layer):
    """One straight line a meter, seen when near; dashed grey where its transformer is without supply."""

    name, title = "service_lines", "Service lines"
    needs = ("meters", "transformers")
    follows = "meters"
    plane = "lines"
    mark_metres = 0.0

    def derived(self, frames: Mapping[str, BlockFrame]) -> BlockFrame:
        """Pieces in the order of the meters; a meter whose transformer is not here has one of no length."""
        meters, transformers = frames["meters"], frames["transformers"]
        order = np.argsort(transformers["id"], kind="stable")
        ids = transformers["id"][order]
        if not len(ids):
            return meters.reaching(meters.x0.copy(), meters.y0.copy()).with_columns(**_columns(meters, None))
        at = np.searchsorted(ids, meters["transformer_id"]).clip(0, len(ids) - 1)
        is_known, row = ids[at] == meters["transformer_id"], order[at]
        x1 = np.where(is_known, transformers.x0[row], meters.x0)
        y1 = np.where(is_known, transformers.y0[row], meters.y0)
        return meters.reaching(x1, y1).with_columns(**_columns(meters, transformers["is_energized"][row] | ~is_known))

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """In the street alone."""
        return Drawn.IMAGE if viewport.metres_per_pixel <= SHOWN_METRES else Drawn.OFF

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """One pixel wide and fainter than the line they hang on: uint8, `level << 6 | code`, south to north."""
        return drawn_lines(frame, self.codes(frame, scene), canvas, PENS, DARK_CODE)

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: they are seen to join meters to transformers."""
        return None

    def hit(self, scene: Scene, x: float, y: float, metres_per_pixel: float, how: Drawn) -> Hit | None:
        """Never: the meter or the transformer at its end is meant."""
        return None

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        feeder, style, feeders = frame["feeder"], scene.style, scene.snapshot.feeders
        if not len(feeders):
            return np.ones(len(frame), np.uint8)
        bands = {
            "circuit": feeders.colour, "load": FEEDER_LOAD.band(feeders.load_pct),
            "voltage": VOLTAGE.band(feeders.voltage_kv),
        }[style.colour_by]  # fmt: skip
        codes = np.where(frame["is_energized"], 1 + bands[feeder], DARK_CODE).astype(np.uint8)
        shown = scene.feeder_is_shown()
        return codes if shown is None else codes * shown[feeder].astype(np.uint8)


def _columns(meters: BlockFrame, is_energized: Array | None) -> dict[str, Array]:
    lit = np.ones(len(meters), bool) if is_energized is None else is_energized
    return {"pen": np.zeros(len(meters), np.uint8), "is_energized": lit}
