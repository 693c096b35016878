"""The history against its peers: `python -m tests.bench.ami --json --rows 57m 400m`.

Seven questions of the AMI Analytics tab over one, seven or thirty days of 596,906 meters (57, 401, 1,719 million rows):
the product (sorted files, sums beside them, its own statements), plain DuckDB and polars over the same rows as they came
in (by time), unsorted and without sums, and chdb over a table of its own, ordered by meter and instant. Each ask is about
another meter, feeder or instant, the same for all, one engine after the other; answers are compared. Files are in the page cache as far as they fit. Two threads each.

Not even, and meant so: the product answers aggregates from its sums, which the peers do not keep; what keeping them
costs is `rollup_s_per_day`. `instant` is the statement over the readings; the map plays from a cube of the shown day.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tests.bench.ami_data import SIZES, History, as_they_came, make, prepare
from tests.bench.ami_landing import landing
from tests.bench.report import Report, arguments, percentile, tell

PATIENCE_S = 40.0  # a slow engine is asked less often; at least twice


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--rows", nargs="+", choices=tuple(SIZES), default=["57m", "400m"], help="sizes")
    parser.add_argument("--asks", type=int, default=15, help="asks of each question")
    parser.add_argument("--home", type=Path, help="folder that keeps the readings for the next run")
    parser.add_argument("--without-peers", action="store_true", help="only the product")
    given = parser.parse_args()
    report = Report("AMI history: questions over so many readings")
    kept = nullcontext(given.home) if given.home else tempfile.TemporaryDirectory(prefix="fluxops-bench-")
    os.environ["POLARS_MAX_THREADS"] = "2"  # before polars is imported
    with kept as folder:
        history = prepare(Path(folder), given.scale)
        for size in sorted(given.rows, key=lambda name: SIZES[name]):
            make(history, size, report)
            compare(history, size, given.asks, report, with_peers=not given.without_peers)
        landing(history, report)
    report.print(as_json=given.json)


def compare(history: History, size: str, asks: int, report: Report, *, with_peers: bool) -> None:
    """All questions at one size."""
    from tests.bench.ami_questions import QUESTIONS, Flux, PlainDuckDB, Polars

    days = history.days(size)
    flux = Flux(history, days)
    engines: list[Any] = [flux]
    if with_peers:
        from tests.bench.peer_chdb import ChDB

        files = as_they_came(history, size)
        chdb = ChDB(flux, files, history.home / f"bench-chdb-{size}")
        report.put("chdb_bytes_per_row", chdb.bytes_per_row)
        engines += [PlainDuckDB(flux, files), Polars(flux, files), chdb]
    for question in QUESTIONS:
        tell(f"{size}: {question}")
        times = ask_all(engines, history, question, asks, report)
        for engine in engines:
            report.put(f"{engine.name}_{question}_{size}_p50_ms", percentile(times[engine.name], 50))
    if with_peers:
        chdb.close()
    report.put("copies_bytes_per_row", flux.bytes_per_row)
    report.put("series_1m_ms", series_1m(flux, history, len(days)))  # of the largest size asked for


def ask_all(engines: list[Any], history: History, question: str, asks: int, report: Report) -> dict[str, list[float]]:
    """Milliseconds of each ask by engine; the first ask of each warms it and is not counted."""
    from tests.bench.ami_questions import Choice

    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    spent = dict.fromkeys(times, 0.0)
    chance = random.Random(question)
    for number in range(asks + 1):
        choice, answers = Choice(history, engines[0].days, chance), {}
        for engine in engines:
            if spent[engine.name] > PATIENCE_S and len(times[engine.name]) >= 2:
                continue
            start = time.perf_counter()
            answers[engine.name] = engine.ask(question, choice)
            took = time.perf_counter() - start
            spent[engine.name] += took
            if number:
                times[engine.name].append(took * 1000)
        compare_answers(question, answers, report)
    return times


def compare_answers(question: str, answers: dict[str, tuple[int, float]], report: Report) -> None:
    """The engines must say the same; single precision sums may differ in the fifth figure."""
    rows, energy = answers["flux"]
    for name, (other_rows, other_energy) in answers.items():
        if rows != other_rows or abs(energy - other_energy) > 1e-4 * max(1.0, abs(energy)):
            report.note(
                f"{question}: flux answers {rows} rows, {energy:.3f} kWh; {name} {other_rows}, {other_energy:.3f}"
            )


def series_1m(flux: Any, history: History, days: int) -> float:
    """Milliseconds to an Arrow table of a million readings in the order a chart wants them."""
    from data_sources.query import Query

    meters = min(-(-1_000_000 // (96 * days)), history.meters - 1)
    took = []
    for first in (1, history.meters // 3 + 1, history.meters // 2 + 1):
        first = min(first, history.meters - meters)
        start = time.perf_counter()
        flux.source.fetch(Query.of("bench_series", first_meter_id=first, end_meter_id=first + meters))
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took)[1]


if __name__ == "__main__":
    main()
