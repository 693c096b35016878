"""The live page and the REST API at full size: `python -m tests.bench.live --json`.

Everything happens in a FLUXOPS_HOME of its own in a temporary folder. `fluxops demo` fills it (timed from an empty
folder: database created, utility generated, written and analysed). The queries are asked through the product's own
source, on the database alone. Then `fluxops serve` runs over the same rows, tiles and simulator off so that nothing but
the bench changes them, and Chromium (software rendering) looks at the page at 1920x1080.

Method: a first session is the first navigation after the server answers; later visits have an empty browser cache and
a warm server; both count until the KPI figures and the map with its network are painted. A change is a committed INSERT
or UPDATE of an outage by another connection, from before it is sent to the frame after the page shows the new number of
customers out; the moments are spread over the page's rhythm. Both clocks are this machine's.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page

from data_sources.connect import connect_live
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.bench.browser import chromium, fresh_page
from tests.bench.live_changes import end_changes, next_change, start_changes
from tests.bench.live_queries import assets_1700
from tests.bench.report import Report, arguments, percentile
from tests.bench.servers import make_demo, serving

HERE = Path(__file__).parent
SIZE = (1920, 1080)
PATIENCE_S = 90.0


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--asks", type=int, default=200, help="how often each small query is asked")
    parser.add_argument("--visits", type=int, default=7, help="visits of the warm server")
    parser.add_argument("--changes", type=int, default=30, help="changes watched in the browser")
    given = parser.parse_args()
    report = Report("Live: from the database to the browser")
    with tempfile.TemporaryDirectory(prefix="fluxops-bench-") as folder:
        home = Path(folder)
        seconds = make_demo(home, given.scale)
        if given.scale == "full":
            report.put("demo_full_s", seconds)
        report.note(f"{given.scale} demo utility made in {seconds:.1f} s")
        ask(home, given.asks, report)
        environment = {"FLUXOPS_HOME": folder, "FLUXOPS_SIMULATE": "false", "FLUXOPS_TILES_URL": "off",
                           "FLUXOPS_DEMO_HISTORY": "false"}  # fmt: skip
        with serving("app", ["serve"], home / "serve.log", path="/api/health", environment=environment) as address:
            report.put("segments_rest_kb", rest_kilobytes(f"{address}/api/topology/feeders"))
            asyncio.run(look(address, home, given.visits, given.changes, report))
    report.print(as_json=given.json)


def ask(home: Path, asks: int, report: Report) -> None:
    """The queries, on the database alone, as the product's source asks them."""
    live = connect_live(None, home)
    try:
        source = live.source
        utility_id = source.fetch(Query.of("utilities"))["utility_id"][0].as_py()
        now = dt.datetime.now(dt.UTC)
        kpis = Query.of("kpis", utility_id=utility_id, as_of=now)
        report.put_times("kpi", times(lambda: source.fetch(kpis), asks))
        found, page = assets_1700(source, utility_id)
        report.note(f"assets: {found}")
        report.put("assets_1700_p50_ms", percentile(times(page, asks), 50))
        segments = Query.of("rest_segments", utility_id=utility_id)
        report.put("segments_66k_p50_ms", percentile(times(lambda: source.fetch(segments), max(asks // 10, 5)), 50))
        report.note(f"segments: {source.fetch(segments).num_rows:,}")
    finally:
        live.close()


def times(work: Callable[[], object], count: int) -> list[float]:
    """Milliseconds of each of some calls, after three that do not count."""
    for _ in range(3):
        work()
    took = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return took


def rest_kilobytes(address: str) -> float:
    """Size of an answer as it comes over the wire with gzip, in units of 1,000 bytes."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        return len(answer.read()) / 1000


async def look(address: str, home: Path, visits: int, changes: int, report: Report) -> None:
    """Everything that is measured in the browser."""
    async with chromium() as running:
        report.note(f"drawn in software by {running.renderer}; Chromium {running.browser.version}")
        context, page, first = await visit(running.browser, address)
        report.put("first_session_ms", first)
        ready = []
        for _ in range(visits):
            await context.close()
            context, page, milliseconds = await visit(running.browser, address)
            ready.append(milliseconds)
        report.put("page_interactive_ms", percentile(ready, 50))
        await asyncio.sleep(2)
        report.put_times("change_to_browser", await watch_changes(page, home, changes, report))
        await context.close()


async def visit(browser: Browser, address: str) -> tuple[BrowserContext, Page, float]:
    """Open the page with an empty cache; milliseconds from navigation to figures and map on screen."""
    context, page = await fresh_page(browser, *SIZE)
    await page.add_init_script(path=HERE / "live.js")
    await page.goto(f"{address}/app", wait_until="commit")
    await page.wait_for_function("() => live.ready && live.mapReady", timeout=PATIENCE_S * 1000, polling=50)
    return context, page, await page.evaluate("() => Math.max(live.ready, live.mapReady)")


async def watch_changes(page: Page, home: Path, count: int, report: Report) -> list[float]:
    """Milliseconds from each change in the database to the frame that shows it."""
    live = connect_live(None, home)
    took: list[float] = []
    try:
        start_changes(live.source)
        for number in range(count):
            await asyncio.sleep(1.0 + 0.037 * number % 0.25)  # at another point of the page's rhythm each time
            milliseconds = await _one_change(page, live.source, number)
            if milliseconds is None:
                report.note(f"change {number} was not seen within {PATIENCE_S:.0f} s")
            else:
                took.append(milliseconds)
        end_changes(live.source)
    finally:
        live.close()
    return took


async def _one_change(page: Page, source: PostgresSource, number: int) -> float | None:
    before = await page.evaluate("() => live.changes.length")
    began = time.time() * 1000
    customers = await asyncio.to_thread(next_change, source, number)
    seen = "([from, text]) => live.changes.slice(from).find((one) => one.key === 'customers' && one.value === text)"
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if change := await page.evaluate(seen, [before, f"{customers:,}"]):
            return float(change["at"]) - began
        await asyncio.sleep(0.05)
    return None


if __name__ == "__main__":
    main()
