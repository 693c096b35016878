"""What a bench has measured: flat figures with units in their names, printed as a table or as one line of JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rich.console import Console
from rich.table import Table


@dataclass
class Report:
    """Figures in the order in which they were measured. What could not be measured is left out and said in a note.

    Attributes:
        title: of the table.
        figures: value by key; the key ends with its unit.
        notes: sentences beside the figures: how they were measured, what is missing and why.
    """

    title: str
    figures: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, key: str, value: float | None) -> None:
        """Keep a figure, to four significant digits; None is left out."""
        if value is not None:
            self.figures[key] = float(f"{value:.4g}")

    def put_times(self, prefix: str, times_ms: Sequence[float]) -> None:
        """Keep the median and the 95th percentile of some times."""
        self.put(f"{prefix}_p50_ms", percentile(times_ms, 50))
        self.put(f"{prefix}_p95_ms", percentile(times_ms, 95))

    def note(self, sentence: str) -> None:
        """Say something beside the figures."""
        self.notes.append(sentence)

    def print(self, *, as_json: bool) -> None:
        """One flat JSON object as the last line (the notes go to stderr), or a table with the notes under it."""
        if as_json:
            for sentence in self.notes:
                tell(sentence)
            print(json.dumps(self.figures))
            return
        table = Table("figure", "value", title=self.title)
        table.columns[1].justify = "right"
        for key, value in self.figures.items():
            table.add_row(key, f"{value:,g}" if value < 1e6 else f"{value:,.0f}")
        console = Console()
        console.print(table)
        for sentence in self.notes:
            console.print(f"- {sentence}", soft_wrap=True, markup=False, highlight=False)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The percentile of some values, interpolated; None where there are none."""
    return float(np.percentile(values, share)) if len(values) else None


def arguments(description: str | None) -> argparse.ArgumentParser:
    """The options every bench has; a bench adds its own."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n\n")[0])
    parser.add_argument("--json", action="store_true", help="print one flat JSON object as the last line")
    parser.add_argument("--scale", choices=("full", "small"), default="full", help="size of the demo utility")
    return parser


def tell(sentence: str) -> None:
    """Say on stderr what is going on: a bench runs for minutes."""
    print(f"{time.strftime('%H:%M:%S')} {sentence}", file=sys.stderr, flush=True)
