"""Outages and cascades at full size: `python -m tests.bench.outages --json`.

A demo utility is made in a FLUXOPS_HOME of its own (or read from `--home`, where one stands already); every part then
measures the product's own functions on its network, warm, beside its peer. A part is one function in a module of its
own, listed in `PARTS`; `--only NAME` runs some of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from data_sources.connect import connect_live
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.bench.outages_cascade import measure_cascade
from tests.bench.outages_indices import measure_indices
from tests.bench.outages_isolation import measure_isolation
from tests.bench.outages_predicting import measure_predicting
from tests.bench.outages_prediction import measure_prediction
from tests.bench.outages_replay import measure_replay
from tests.bench.outages_trace import measure_trace
from tests.bench.report import Report, arguments, tell
from tests.bench.servers import make_demo

Part = Callable[[PostgresSource, int, Report], None]

PARTS: dict[str, Part] = {
    "trace": measure_trace,
    "prediction": measure_prediction,
    "predicting": measure_predicting,
    "isolation": measure_isolation,
    "replay": measure_replay,
    "cascade": measure_cascade,
    "indices": measure_indices,
}


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--home", type=Path, help="a FLUXOPS_HOME with a demo of that size; made and removed otherwise")
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=tuple(PARTS), help="parts to measure")
    given = parser.parse_args()
    report = Report("Outages and cascades")
    with ExitStack() as opened:
        home = given.home or Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="fluxops-bench-")))
        if given.home is None:
            make_demo(home, given.scale)
        live = connect_live(None, home)
        opened.callback(live.close)
        utility_id = int(live.source.fetch(Query.of("utilities"))["utility_id"][0].as_py())
        for name in given.only:
            tell(f"measuring {name}")
            PARTS[name](live.source, utility_id, report)
    report.print(as_json=given.json)


if __name__ == "__main__":
    main()
