"""The stock HoloViews peer: four `rasterize` layers over the same rows, overlaid, defaults left alone.

Kind to the peer: the projection is done beforehand, the rows are in memory and shared by all sessions, segments are
`hv.Segments` of two ends (no ragged paths), and one page is drawn before the server listens, so that Datashader's
kernels are compiled.

Run as a program it serves: `python -m tests.bench.peer_holoviews ROWS --port PORT`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import holoviews as hv
import numpy as np
import panel as pn
import pyarrow as pa
from holoviews.operation.datashader import rasterize

from layers.projection import to_mercator
from tests.bench.map_rows import HEIGHT, WIDTH, read

hv.extension("bokeh")

VALUE = {"poles": "health_score", "transformers": "load_pct", "meters": None}


def elements(rows: Path) -> list[hv.Element]:
    """The four layers as plain HoloViews elements in Web Mercator metres."""
    segments = read(rows, "segments")
    x0, y0 = to_mercator(segments["from_lon"], segments["from_lat"])
    x1, y1 = to_mercator(segments["to_lon"], segments["to_lat"])
    feeder = np.asarray(segments["feeder_id"])
    lines = hv.Segments((x0, y0, x1, y1, feeder), ["x0", "y0", "x1", "y1"], "feeder_id")
    return [lines, *(points(read(rows, name), value) for name, value in VALUE.items())]


def points(table: pa.Table, value: str | None) -> hv.Points:
    """One point a row, with the value it is coloured by."""
    x, y = to_mercator(table["lon"], table["lat"])
    if value is None:
        return hv.Points((x, y), ["x", "y"])
    return hv.Points((x, y, np.asarray(table[value])), ["x", "y"], value)


def overlay(layers: list[hv.Element]) -> hv.Overlay:
    """What a session shows; its dynamic maps belong to it alone. The first view is the extent of the rows."""
    aggregators = ("max", "mean", "mean", "count")
    images = [rasterize(layer, aggregator=name) for layer, name in zip(layers, aggregators, strict=True)]
    frame = {"frame_width": WIDTH, "frame_height": HEIGHT, "active_tools": ["pan", "wheel_zoom"]}
    return (images[0] * images[1] * images[2] * images[3]).opts(**frame)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    layers = elements(given.rows)
    hv.render(overlay(layers))
    pn.serve(
        lambda: pn.pane.HoloViews(overlay(layers)), port=given.port, address="127.0.0.1", show=False,
        websocket_origin=[f"127.0.0.1:{given.port}"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
