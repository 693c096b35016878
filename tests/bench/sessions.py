"""Bench of many sessions on one server: how long a gesture takes, how fast pages open, what a session costs.

Every session is a page that speaks Bokeh's protocol (see `sessions_client`): it looks at the map, thinks, pans or zooms
to another place, and waits for that place's picture. The server is `fluxops serve` as a user starts it, with the demo's
simulator; it is a fresh one for every workload.

`C_p50_ms` and `C_p95_ms` are of all gestures: those made while the others still come in (one every 0.6 s) and those
after. `open_loop_ms` is processor time of the event loop's thread for one page, from its address to the first picture.
`open_100_s`: 100 pages opened at once, until the last one shows its map, while ten others work at 1 s of thinking; how
their gestures fare is `open_100_others_p50_ms` and `open_100_others_p95_ms`. `back_100_s`: 100 pages that lost their
server and come back as assets/js/lost.js has them do, from the first answer of a server that has shown nothing yet until
the last one shows its map.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPError

from tests.bench.report import Report, arguments, percentile, tell
from tests.bench.servers import Serving, free_port, make_demo, served
from tests.bench.sessions_client import BokehPage, PageError

WORKLOADS = {"20_1s": (20, 1), "50_1s": (50, 1), "100_1s": (100, 1), "200_1s": (200, 1), "100_10s": (100, 10),
             "200_10s": (200, 10)}  # fmt: skip
PARTS = ("open_loop", "open_100", "back_100", *WORKLOADS)
ARRIVAL_S = 0.6
PATIENCE_S = 60.0
OPEN_PATIENCE_S = 180.0
PAGES = 12
OTHERS = 10
PROBE_S = 4.0  # as assets/js/lost.js
SHARES = (0.9, 0.5, 0.25, 0.1)


@dataclass
class Gestures:
    """What the sessions of a workload have seen.

    Attributes:
        took_ms: each gesture's time to its picture.
        began_at: when each began, on the clock of `time.perf_counter`.
        errors: what went wrong, in words.
    """

    took_ms: list[float] = field(default_factory=list)
    began_at: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, began: float) -> None:
        """A gesture that began then has its picture now."""
        self.took_ms.append((time.perf_counter() - began) * 1000)
        self.began_at.append(began)

    def since(self, began: float) -> list[float]:
        """The times of those that began later."""
        return [took for took, at in zip(self.took_ms, self.began_at, strict=True) if at >= began]


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to run")
    parser.add_argument("--seconds", type=float, default=30, help="of each workload, once all sessions are there")
    given = parser.parse_args()
    report = Report("Sessions: many pages on one server")
    with tempfile.TemporaryDirectory(prefix="fluxops-bench-") as folder:
        home = Path(folder)
        make_demo(home, given.scale)
        for part in given.only:
            tell(part)
            try:
                measure(part, home, given.seconds, report)
            except (PageError, RuntimeError) as error:
                report.note(f"{part} could not be measured: {error}")
    report.print(as_json=given.json)


def measure(part: str, home: Path, seconds: float, report: Report) -> None:
    """One part, on a server of its own."""
    if part == "back_100":
        asyncio.run(come_back_at_once(home, 100, report))
        return
    with fresh_server(home) as server:
        asyncio.run(run(part, server, seconds, report))


@contextmanager
def fresh_server(home: Path, port: int = 0) -> Iterator[Serving]:
    """The product on the demo's database, without its readings."""
    environment = {"FLUXOPS_HOME": str(home), "FLUXOPS_TILES_URL": "off", "FLUXOPS_DEMO_HISTORY": "false"}
    log = home / "serve.log"
    with served("app", ["serve"], log, path="/api/health", environment=environment, port=port) as server:
        yield server


async def run(part: str, server: Serving, seconds: float, report: Report) -> None:
    """One part, on a server that has shown one page already."""
    await (await opened(server.address, OPEN_PATIENCE_S)).close()  # the server is still busy with its own start
    if part == "open_loop":
        await open_in_a_row(server, report)
    elif part == "open_100":
        await open_at_once(server, 100, report)
    else:
        await work(part, server, seconds, report)


async def opened(address: str, patience_s: float = PATIENCE_S) -> BokehPage:
    """A page that shows its map."""
    page = BokehPage(address, patience_s)
    try:
        await page.open()
    except BaseException:
        await page.close()
        raise
    return page


async def open_in_a_row(server: Serving, report: Report) -> None:
    """What one page costs the event loop, and how long it keeps everybody else waiting at a stretch."""
    costs = []
    for _ in range(PAGES):
        before = server.loop_seconds()
        page = await opened(server.address)
        after = server.loop_seconds()
        if before is not None and after is not None:
            costs.append((after - before) * 1000)
        await page.close()
        await asyncio.sleep(0.5)
    report.put("open_loop_ms", percentile(costs, 50))
    report.put("open_hold_ms", percentile([await longest_hold(server) for _ in range(PAGES)], 50))


async def longest_hold(server: Serving) -> float:
    """The longest that a small request had to wait while a page was opened, ms."""
    client = AsyncHTTPClient(force_instance=True)
    opening = asyncio.create_task(opened(server.address))
    longest = 0.0
    while not opening.done():
        began = time.perf_counter()
        await client.fetch(f"{server.address}/assets/logo.svg")
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(0.005)
    await (await opening).close()
    await asyncio.sleep(0.5)
    return longest * 1000


async def open_at_once(server: Serving, count: int, report: Report) -> None:
    """Many pages at the same moment, as after a restart or at a change of shift, while others work."""
    seen = Gestures()
    async with working(server, OTHERS, 1, seen):
        began = time.perf_counter()
        opening = [opened(server.address, OPEN_PATIENCE_S) for _ in range(count)]
        await all_of(f"open_{count}", opening, began, report)
    report.put_times(f"open_{count}_others", seen.since(began))


async def all_of(key: str, opening: Sequence[Awaitable[BokehPage]], began: float, report: Report) -> None:
    """How long it takes until all pages are there, and which of them are not; closes them."""
    pages = await asyncio.gather(*opening, return_exceptions=True)
    seconds = time.perf_counter() - began
    failed = [str(page) for page in pages if isinstance(page, BaseException)]
    report.put(f"{key}_errors", len(failed))
    if failed:
        report.note(f"{key}: {len(failed)} of {len(pages)} pages did not open, e.g. {failed[0]}")
    else:
        report.put(f"{key}_s", seconds)
    for page in pages:
        if isinstance(page, BokehPage):
            await page.close()


async def come_back_at_once(home: Path, count: int, report: Report) -> None:
    """Many pages that lost their server look for it before it is started again."""
    port = free_port()
    coming = [asyncio.create_task(come_back(f"http://127.0.0.1:{port}")) for _ in range(count)]
    with ExitStack() as server:
        await asyncio.to_thread(server.enter_context, fresh_server(home, port))
        await all_of(f"back_{count}", coming, time.perf_counter(), report)


async def come_back(address: str) -> BokehPage:
    """What assets/js/lost.js does: look until the server answers, wait for one's place in line, come if it is there."""
    while True:
        await asyncio.sleep(random.uniform(0.7, 1.3))
        if await alive(address, "HEAD") is None or (place := await alive(address, "GET")) is None:
            continue
        await asyncio.sleep(json.loads(place)["wait_ms"] / 1000)
        if await alive(address, "HEAD") is not None:
            return await opened(address, OPEN_PATIENCE_S)


async def alive(address: str, method: str) -> bytes | None:
    """What the server says to those who ask whether it is there; None where it is not."""
    try:
        client = AsyncHTTPClient(max_clients=1000, force_instance=True)
        return (await client.fetch(f"{address}/alive", method=method, request_timeout=PROBE_S)).body
    except (OSError, HTTPError):
        return None


async def work(name: str, server: Serving, seconds: float, report: Report) -> None:
    """Sessions that come in one after another and work until the time is up."""
    count, thinking = WORKLOADS[name]
    before, seen = server.memory_mb(), Gestures()
    async with working(server, count, thinking, seen):
        began = time.perf_counter()
        await asyncio.sleep(max(seconds, 3 * thinking))
        steady, lasted = seen.since(began), time.perf_counter() - began
        after = server.memory_mb()
    report.put_times(name, seen.took_ms)
    report.put(f"{name}_actions_per_s", len(steady) / lasted)
    if before is not None and after is not None:
        report.put(f"{name}_mb_per_session", (after - before) / count)
    report.put(f"{name}_errors", len(seen.errors))
    report.note(f"{name}, once all are there: {len(steady)} gestures, {middle_and_end(steady)}")
    if seen.errors:
        report.note(f"{name}: {len(seen.errors)} errors, e.g. {seen.errors[0]}")


def middle_and_end(times_ms: list[float]) -> str:
    """The median and the 95th percentile, in words."""
    middle, end = percentile(times_ms, 50), percentile(times_ms, 95)
    return "nothing seen" if middle is None or end is None else f"p50 {middle:.0f} ms, p95 {end:.0f} ms"


@asynccontextmanager
async def working(server: Serving, count: int, thinking: float, seen: Gestures) -> AsyncIterator[None]:
    """Sessions that come in one every `ARRIVAL_S` and look around until this is left; entered when all are there."""
    sessions, there = [], [asyncio.Event() for _ in range(count)]
    for number in range(count):
        dice = random.Random(number)
        sessions.append(asyncio.create_task(look_around(server, thinking, seen, dice, there[number])))
        await asyncio.sleep(ARRIVAL_S)
    try:
        await asyncio.gather(*(one.wait() for one in there))
        yield
    finally:
        for session in sessions:
            session.cancel()
        for ended in await asyncio.gather(*sessions, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended


async def look_around(
    server: Serving, thinking: float, seen: Gestures, dice: random.Random, there: asyncio.Event
) -> None:
    """One session: think, move, wait for the picture, again and again; `there` is set when it is open or failed."""
    try:
        page = await opened(server.address)
    except PageError as error:
        seen.errors.append(str(error))
        return
    finally:
        there.set()
    try:
        while True:
            await asyncio.sleep(dice.uniform(0.5, 1.5) * thinking)
            began = time.perf_counter()
            try:
                await page.move(page.home.inside(dice.choice(SHARES), dice.random(), dice.random()))
                seen.add(began)
            except PageError as error:
                seen.errors.append(str(error))
    finally:
        await page.close()


if __name__ == "__main__":
    main()
