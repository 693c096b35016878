"""Asset health at full size: `python -m tests.bench.assets --json`.

A part is one function in a module of its own, listed in `PARTS`; `--only NAME` runs some of them. Keys of parts that are
not built yet are absent.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.assets_assignment import measure_assignment
from tests.bench.assets_brush import measure_brush
from tests.bench.assets_heat import measure_heat
from tests.bench.assets_orders import measure_orders
from tests.bench.assets_risk import measure_plan, measure_risk
from tests.bench.assets_thermal import measure_thermal
from tests.bench.report import Report, arguments, tell

Part = Callable[[int, Report], None]

PARTS: dict[str, Part] = {
    "thermal": measure_thermal, "heat": measure_heat, "assignment": measure_assignment, "risk": measure_risk,
    "plan": measure_plan, "brush": measure_brush, "orders": measure_orders,
}  # fmt: skip
TRANSFORMERS = {"full": 91_554, "small": 2_000}
"""As many as the demo utility of that size has."""


def main() -> None:
    """Run the bench."""
    parser = arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=tuple(PARTS), help="parts to measure")
    given = parser.parse_args()
    report = Report("Asset health")
    for name in given.only:
        tell(f"measuring {name}")
        PARTS[name](TRANSFORMERS[given.scale], report)
    report.print(as_json=given.json)


if __name__ == "__main__":
    main()
