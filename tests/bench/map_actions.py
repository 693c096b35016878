"""What a hand does to a map, the same for every peer, and how long it then takes until the map is right again."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from layers.viewport import Viewport
from tests.bench.browser import Received, fresh_page
from tests.bench.map_rows import HEIGHT, WIDTH
from tests.bench.report import tell

HERE = Path(__file__).parent
QUIET_MS = 500  # nothing drawn and nothing received for so long: the action is over
QUIET_FIRST_MS = 1500
PATIENCE_MS = 45_000
STEPS, STEP_S = 5, 0.016  # a drag: this many movements, one a frame of a 60 Hz screen
STILL = "() => performance.getEntriesByName('flux-first-map').map((mark) => mark.startTime)"
TURNS = ((1, 1), (-1, -1), (-1, 1), (1, -1))
ONWARD = ((1, 1), (1, -1), (1, 1), (1, -1))  # each time into ground that was not in view


@dataclass
class Peer:
    """One of the compared maps.

    Attributes:
        name: as in the figures' keys.
        address: of its page.
        extent: x0, x1, y0, y1 of the rows in Web Mercator metres.
        scripts: what tells the yardstick about it, besides paint.js.
        window: window size in which its map is 1430x850.
        share_of_actions: how many of the drags are done on it.
        page: the page the actions happen on, once open.
        lost: drags after which the map never came to rest; they are in no figure.
    """

    name: str
    address: str
    extent: dict[str, float]
    scripts: tuple[str, ...] = ()
    window: tuple[int, int] = (WIDTH, HEIGHT)
    share_of_actions: float = 1.0
    page: Page | None = None
    context: BrowserContext | None = None
    received: Received | None = None
    lost: int = 0
    times_ms: dict[str, list[float]] = field(default_factory=dict)
    action_kb: dict[str, list[float]] = field(default_factory=dict)
    onward_kb: dict[str, list[float]] = field(default_factory=dict)
    first_map_ms: list[float] = field(default_factory=list)
    first_paint_ms: list[float] = field(default_factory=list)
    first_view_kb: list[float] = field(default_factory=list)


async def open_page(browser: Browser, peer: Peer) -> dict[str, float] | None:
    """Open the peer's page with an empty cache and wait for its first whole view; None when that never comes."""
    peer.context, peer.page = await fresh_page(browser, *peer.window)
    peer.received = await Received.by(peer.page)
    await peer.page.add_init_script(f"window.benchRows = {json.dumps(peer.extent)};")
    for script in ("paint.js", *peer.scripts):
        await peer.page.add_init_script(path=HERE / script)
    await peer.page.goto(peer.address, wait_until="commit")
    return await settle(peer, QUIET_FIRST_MS)


async def close_page(peer: Peer) -> None:
    """Forget the page and its cache."""
    if peer.context:
        await peer.context.close()
    peer.page = peer.context = peer.received = None


async def settle(peer: Peer, quiet_ms: int = QUIET_MS) -> dict[str, float] | None:
    """Wait until the map shows what belongs to its view; the yardstick's answer."""
    assert peer.page
    answer: Any = await peer.page.evaluate("given => bench.settle(...given)", [quiet_ms, PATIENCE_MS])
    return answer


async def fit_window(browser: Browser, peer: Peer) -> None:
    """Find the window size in which the map is 1430x850 (the product has other things on its page). Warms the server."""
    peer.window = (1920, 1080) if peer.window != (WIDTH, HEIGHT) else peer.window
    if not await open_page(browser, peer):
        raise RuntimeError(f"{peer.name} never showed its map.")
    for _ in range(4):
        frame = await frame_of(peer)
        missing = (round(WIDTH - frame["width"]), round(HEIGHT - frame["height"]))
        if missing == (0, 0):
            break
        peer.window = (peer.window[0] + missing[0], peer.window[1] + missing[1])
        assert peer.page
        await peer.page.set_viewport_size({"width": peer.window[0], "height": peer.window[1]})
        await asyncio.sleep(1)
        await settle(peer)
    await close_page(peer)


async def frame_of(peer: Peer) -> dict[str, float]:
    """The map's rectangle in the window, in CSS pixels."""
    assert peer.page
    frame: dict[str, float] = await peer.page.evaluate("() => bench.frame()")
    return frame


async def first_view(browser: Browser, peer: Peer) -> None:
    """Keep the times and the bytes of a first visit: of the live map, and of one drawn beforehand that stands in its place.

    The page stays open.
    """
    answer = await open_page(browser, peer)
    assert peer.received
    if answer:
        peer.first_paint_ms.append(answer["firstPaint"])
        assert peer.page
        still: list[float] = await peer.page.evaluate(STILL)
        peer.first_map_ms += still
        peer.first_view_kb.append(await peer.received.kilobytes())


async def look_at(peer: Peer, view: Viewport) -> None:
    """Bring a view up. Not measured."""
    assert peer.page
    bounds = json.dumps({"x0": view.x0, "x1": view.x1, "y0": view.y0, "y1": view.y1})
    await peer.page.evaluate(f"() => {{ bench.gestureEnd = performance.now(); bench.setView({bounds}); }}")
    await settle(peer)


async def pan(peer: Peer, number: int, turn: tuple[int, int]) -> tuple[float, float] | None:
    """Drag the map by a quarter of its width and height; milliseconds to painted, and kilobytes received.

    Each drag is a little longer than the one before: no view comes twice, so no cache has it.
    """
    assert peer.page
    assert peer.received
    frame, mouse = await frame_of(peer), peer.page.mouse
    across, down = turn[0] * (frame["width"] / 4 + number), turn[1] * (frame["height"] / 4 + number)
    middle = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    start = middle[0] - across / 2, middle[1] - down / 2
    before = await peer.received.kilobytes()
    await mouse.move(*start)
    await mouse.down()
    for step in range(1, STEPS):
        await mouse.move(start[0] + across * step / STEPS, start[1] + down * step / STEPS)
        await asyncio.sleep(STEP_S)
    await mouse.move(start[0] + across, start[1] + down)
    await asyncio.sleep(
        STEP_S
    )  # a hand rests before it lets go: MapLibre shows no movement of the frame of the release
    await mouse.up()
    answer = await settle(peer)
    return (answer["ms"], await peer.received.kilobytes() - before) if answer else None


async def measure(peers: list[Peer], share: str, view: Viewport, actions: int) -> None:
    """The drags of one extent, the peers in turn (slow ones fewer times); the first drag of each is not counted.

    Diagonally, there and back: a drag along one side alone may show no row that was not in view, and the product then
    sends no picture.
    """
    for peer in peers:
        await look_at(peer, view)
    for number in range(actions + 1):
        for peer in peers:
            if number > actions * peer.share_of_actions:
                continue
            answer = await pan(peer, number, TURNS[number % 4])
            if not answer:
                peer.lost += 1
                tell(f"{peer.name}: drag {number} at {share} never came to rest")
            elif number:
                peer.times_ms.setdefault(share, []).append(answer[0])
                peer.action_kb.setdefault(share, []).append(answer[1])


async def measure_onward(peers: list[Peer], share: str, view: Viewport) -> None:
    """What drags receive that go on and on, each into ground that nobody looked at."""
    for peer in peers:
        await look_at(peer, view)
        for number, turn in enumerate(ONWARD):
            answer = await pan(peer, number, turn)
            if answer:
                peer.onward_kb.setdefault(share, []).append(answer[1])
