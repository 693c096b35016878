"""The map against its peers: `python -m tests.bench.map --json`.

Four maps of the same rows in the same Chromium, in turn: the product as `fluxops serve` shows it (tiles off, simulator
off), four stock HoloViews `rasterize` layers on a plain Panel server, deck.gl (LineLayer, three ScatterplotLayers)
with rows as gzip JSON, and MapLibre GL over vector tiles that tippecanoe built beforehand (`vector_build_s`). The map is
1430x850 in all of them. There is no graphics card: WebGL is drawn in software, which deck.gl and MapLibre depend on far
more than the others; on a real card their pans would be ahead, so their pan figures here say nothing about that. Bytes,
first view and server time do not depend on it.

Method (paint.js, the same for all): a diagonal drag by a quarter of the view; from the browser receiving its last
movement to the frame after the map's canvas was drawn with the content of the new view for good: the canvas is read back
after every drawing (so that software rendering is included), and a drawing that changes no pixel of it, as where
something beyond its edges has come, does not count. An action's end is told by the content belonging to the view and by
500 ms of silence after it. Bytes: HTTP over the wire and websocket payloads, what is fetched ahead included. First view:
empty browser cache, warm server, from navigation to the whole map painted (deck.gl, MapLibre: all four layers), and all
bytes until 1.5 s of silence. `…_kb`: a drag there and back; `…_onward_kb`: drags that go on and on into ground that
nobody looked at. `flux_first_map_ms` is when the product's page showed its feeders, drawn beforehand.

Not even: the product's page holds a whole dashboard around the map, the peers' pages nothing else; from afar the product
leaves out what cannot be told apart, stock HoloViews and deck.gl draw every row (`flux_full_every_row_server_ms` draws
every row too), tippecanoe thins them out by its own rules; the first picture of stock HoloViews is a coarse one and
counts as its first paint; deck.gl's rows and MapLibre's tiles are compressed beforehand, with the colours of that moment.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import peer_deckgl, peer_vector
from tests.bench.browser import chromium
from tests.bench.map_actions import Peer, close_page, first_view, fit_window, measure, measure_onward
from tests.bench.map_rows import Rows, prepare
from tests.bench.report import Report, arguments, percentile, tell
from tests.bench.servers import serving

PEERS = ("flux", "stock", "deckgl", "vector")
SLOW = 0.5  # share of the drags of maps that take a second for one: the bench ends in ten minutes


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--actions", type=int, default=16, help="drags at each extent; half as many of slow maps")
    parser.add_argument("--visits", type=int, default=3, help="first visits of each peer")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS, help="only some of the maps")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    report = Report("Map: gesture end to painted, bytes, first view")
    with tempfile.TemporaryDirectory(prefix="fluxops-bench-") as folder:
        rows = prepare(Path(folder), given.scale)
        report.note("rows: " + ", ".join(f"{count:,} {name}" for name, count in rows.counts.items()))
        with all_served(rows, given.peers, report) as peers:
            asyncio.run(compare(peers, rows, given.actions, given.visits, report))
        if "flux" in given.peers:
            from tests.bench.map_server import server_times

            server_times(rows, report)
    report.print(as_json=given.json)


@contextmanager
def all_served(rows: Rows, names: list[str], report: Report) -> Iterator[list[Peer]]:
    """The peers' servers, running; a peer that cannot be had is left out and said."""
    start = {"flux": serve_flux, "stock": serve_stock, "deckgl": serve_deckgl, "vector": serve_vector}
    with ExitStack() as running:
        peers = []
        for name in names:
            try:
                peers.append(start[name](rows, running, report))
            except RuntimeError as problem:
                report.note(f"{name} left out: {problem}")
        yield peers


def serve_flux(rows: Rows, running: ExitStack, report: Report) -> Peer:
    """The product, as its users start it."""
    environment = {"FLUXOPS_HOME": str(rows.home), "FLUXOPS_SIMULATE": "false", "FLUXOPS_TILES_URL": "off",
                   "FLUXOPS_DEMO_HISTORY": "false"}  # fmt: skip
    address = running.enter_context(serving("app", ["serve"], rows.home / "flux.log", environment=environment))
    return Peer("flux", address, rows.extent, ("bokeh_paint.js",), window=(1920, 1080))


def serve_stock(rows: Rows, running: ExitStack, report: Report) -> Peer:
    """Four stock HoloViews layers."""
    log, environment = rows.home / "stock.log", {"BOKEH_RESOURCES": "server"}
    server = serving("tests.bench.peer_holoviews", [str(rows.folder)], log, environment=environment)
    address = running.enter_context(server)
    return Peer("stock", address, rows.extent, ("bokeh_paint.js",), window=(1600, 950), share_of_actions=SLOW)


def serve_deckgl(rows: Rows, running: ExitStack, report: Report) -> Peer:
    """deck.gl over rows."""
    options = [str(rows.folder), str(peer_deckgl.bundle()), "--view", first_look(rows)]
    server = serving("tests.bench.peer_deckgl", options, rows.home / "deckgl.log")
    return Peer("deckgl", running.enter_context(server), rows.extent, share_of_actions=SLOW)


def serve_vector(rows: Rows, running: ExitStack, report: Report) -> Peer:
    """MapLibre GL over vector tiles."""
    dist, tiles = peer_vector.bundle(), rows.home / "tiles"
    tell("vector: building the tiles")
    report.put("vector_build_s", peer_vector.build(rows.folder, tiles))
    options = [str(tiles), str(dist), "--view", first_look(rows)]
    server = serving("tests.bench.peer_vector", options, rows.home / "vector.log")
    return Peer("vector", running.enter_context(server), rows.extent)


def first_look(rows: Rows) -> str:
    """The full extent as JSON."""
    full = rows.views["full"]
    return json.dumps({"x0": full.x0, "x1": full.x1, "y0": full.y0, "y1": full.y1})


async def compare(peers: list[Peer], rows: Rows, actions: int, visits: int, report: Report) -> None:
    """Everything that is measured in the browser."""
    async with chromium() as running:
        report.note(f"drawn in software by {running.renderer}; Chromium {running.browser.version}")
        for peer in peers:
            tell(f"{peer.name}: first look, and the window's size")
            await fit_window(running.browser, peer)
        for number in range(visits):
            for peer in peers:
                tell(f"{peer.name}: first visit {number + 1} of {visits}")
                await close_page(peer)
                await first_view(running.browser, peer)
        for share, view in rows.views.items():
            tell(f"{share}: {actions} drags of each map")
            await measure(peers, share, view, actions)
            await measure_onward(peers, share, view)
    for peer in peers:
        put(peer, rows, report)


def put(peer: Peer, rows: Rows, report: Report) -> None:
    """One peer's figures."""
    if peer.lost:
        report.note(f"{peer.name}: {peer.lost} drags never came to rest and are in no figure")
    for share in rows.views:
        times = peer.times_ms.get(share, [])
        report.put_times(f"{peer.name}_{share}", times)
        report.put(f"{peer.name}_{share}_kb", percentile(peer.action_kb.get(share, []), 50))
        report.put(f"{peer.name}_{share}_onward_kb", percentile(peer.onward_kb.get(share, []), 50))
    report.put(f"{peer.name}_first_map_ms", percentile(peer.first_map_ms, 50))
    report.put(f"{peer.name}_first_paint_ms", percentile(peer.first_paint_ms, 50))
    report.put(f"{peer.name}_first_view_kb", percentile(peer.first_view_kb, 50))


if __name__ == "__main__":
    main()
